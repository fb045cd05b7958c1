<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>There is no text of its licence in this environment.</source>
        <translation>此环境中没有它的许可证文本。</translation>
    </message>
    <message>
        <source>Source code: {place}</source>
        <translation>源代码：{place}</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>About Wan Desktop</source>
        <translation>关于 Wan Desktop</translation>
    </message>
    <message>
        <source>Turns an image into a video with the cloud service Wan 2.6.</source>
        <translation>用云服务 Wan 2.6 把一张图片变成视频。</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later: you may use, study, share and change it. There is no warranty.</source>
        <translation>自由软件，采用 GNU 通用公共许可证第 3 版或更新版本：你可以使用、研究、分享和修改它。不提供任何担保。</translation>
    </message>
    <message>
        <source>Portable: everything is kept in {folder}</source>
        <translation>便携版：所有内容都保存在 {folder}</translation>
    </message>
    <message>
        <source>What it is made of</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Packages installed beside it, for it runs from its source code</source>
        <translation>与它一起安装的软件包（程序正从源代码运行）</translation>
    </message>
    <message>
        <source>Filter by name or licence</source>
        <translation>按名称或许可证筛选</translation>
    </message>
    <message>
        <source>Parts of the program</source>
        <translation>程序的组成部分</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>许可证文本</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy the versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Advanced</name>
    <message>
        <source>Their seeds count on from {seed}.</source>
        <translation>它们的种子从 {seed} 起依次加一。</translation>
    </message>
    <message>
        <source>With an effect the service ignores the prompt.</source>
        <translation>使用特效时，服务会忽略提示词。</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>What should not appear? e.g. text, blur</source>
        <translation>不希望出现什么？例如：文字、模糊</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>特效</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>How many videos are made of each image. Each is charged.</source>
        <translation>每张图片生成几个视频，每个都会计费。</translation>
    </message>
    <message>
        <source>Keep their seeds</source>
        <translation>保留各自的种子</translation>
    </message>
    <message>
        <source>Each seed is drawn here and kept with its video, so that it can be used again.</source>
        <translation>种子在本机抽取，并随视频保存，方便以后再用。</translation>
    </message>
    <message>
        <source>Name of an effect of the service</source>
        <translation>服务所提供特效的名称</translation>
    </message>
    <message>
        <source>Improve the prompt</source>
        <translation>智能改写</translation>
    </message>
    <message>
        <source>The service rewrites the prompt: better for short ones, a little slower.</source>
        <translation>由服务改写提示词：适合较短的提示词，稍慢一些。</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>水印</translation>
    </message>
    <message>
        <source>The service writes “AI 生成” at the bottom right.</source>
        <translation>服务会在右下角加上“AI 生成”字样。</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>Wan Desktop</source>
        <translation>Wan Desktop</translation>
    </message>
    <message>
        <source>{title}. {advice}</source>
        <translation>{title}。{advice}</translation>
    </message>
</context>
<context>
    <name>BackgroundField</name>
    <message>
        <source>Colour of the background</source>
        <translation>背景颜色</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Blurred copy</source>
        <translation>模糊副本</translation>
    </message>
</context>
<context>
    <name>BalanceCard</name>
    <message>
        <source>Look at the balance</source>
        <translation>查看余额</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Reading the balance…</source>
        <translation>正在读取余额…</translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message>
        <source>{count} videos</source>
        <translation>{count} 个视频</translation>
    </message>
    <message>
        <source>One video</source>
        <translation>1 个视频</translation>
    </message>
    <message>
        <source>{videos}, free in demo mode</source>
        <translation>{videos}，演示模式免费</translation>
    </message>
    <message>
        <source>{videos}, price unknown</source>
        <translation>{videos}，价格未知</translation>
    </message>
    <message>
        <source>{videos}, {price}</source>
        <translation>{videos}，{price}</translation>
    </message>
    <message>
        <source>single shot</source>
        <translation>单镜头</translation>
    </message>
    <message>
        <source>multi shot</source>
        <translation>多镜头</translation>
    </message>
    <message>
        <source>{settings}, one video per image.</source>
        <translation>{settings}，每张图片一个视频。</translation>
    </message>
    <message>
        <source>{settings}, {count} videos per image.</source>
        <translation>{settings}，每张图片 {count} 个视频。</translation>
    </message>
    <message>
        <source>your sound</source>
        <translation>使用音频文件</translation>
    </message>
    <message>
        <source>automatic sound</source>
        <translation>自动配音</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>The service does not say what a video costs.</source>
        <translation>服务没有说明一个视频的价格。</translation>
    </message>
    <message>
        <source>Balance after: about {amount}.</source>
        <translation>之后的余额约为 {amount}。</translation>
    </message>
    <message>
        <source>Your limit for a day is {limit}, of which {left} is left.</source>
        <translation>你每天的限额是 {limit}，还剩 {left}。</translation>
    </message>
    <message>
        <source>Batch of {count}: {waiting} still to be sent</source>
        <translation>一批 {count} 个：还有 {waiting} 个未发送</translation>
    </message>
    <message>
        <source>Paused: no answer came to one video, so it may be charged. Nothing more is sent until you resume.</source>
        <translation>已暂停：有一个视频没有收到回应，可能已经计费。在你继续之前不会再发送。</translation>
    </message>
    <message>
        <source>{reason}. Nothing more is sent until you resume.</source>
        <translation>{reason}。在你继续之前不会再发送。</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n prompts came.</source>
        <translation>
            <numerusform>已填入 %n 条提示词。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows belong to no image here.</source>
        <translation>
            <numerusform>有 %n 行不属于这里的任何图片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images can’t be used:</source>
        <translation>
            <numerusform>%n 张图片无法使用：</numerusform>
        </translation>
    </message>
    <message>
        <source>Paste two columns from a spreadsheet, image and prompt; or one, in the order shown.</source>
        <translation>可以粘贴表格中的两列（图片、提示词），或按显示顺序粘贴一列。</translation>
    </message>
    <message>
        <source>one for each ·</source>
        <translation>每张各一条 ·</translation>
    </message>
    <message>
        <source>the same for all ·</source>
        <translation>全部相同 ·</translation>
    </message>
    <message>
        <source>the same for all</source>
        <translation>全部相同</translation>
    </message>
    <message>
        <source>one for each…</source>
        <translation>每张各一条…</translation>
    </message>
    <message numerus="yes">
        <source>Preparing the images: %n to go…</source>
        <translation>
            <numerusform>正在准备图片：还有 %n 张…</numerusform>
        </translation>
    </message>
    <message>
        <source>The others are sent. What is here was refused before: change it, or close this.</source>
        <translation>其余的已发送。留在这里的曾被拒绝：请修改，或关闭此窗口。</translation>
    </message>
    <message numerus="yes">
        <source>Generate %n videos</source>
        <translation>
            <numerusform>生成 %n 个视频</numerusform>
        </translation>
    </message>
    <message>
        <source>Ctrl+Enter. Enter alone never pays.</source>
        <translation>Ctrl+Enter。单按 Enter 绝不会付费。</translation>
    </message>
    <message>
        <source>The prompt of “{name}” is longer than {most} characters.</source>
        <translation>“{name}”的提示词超过了 {most} 个字符。</translation>
    </message>
    <message>
        <source>Many videos at once</source>
        <translation>批量生成视频</translation>
    </message>
    <message>
        <source>Images, in the order of their videos</source>
        <translation>图片，按视频的顺序排列</translation>
    </message>
    <message>
        <source>Drag to change the order; Alt and an arrow key do it too.</source>
        <translation>拖动可改变顺序，按 Alt 加方向键也可以。</translation>
    </message>
    <message>
        <source>The image as it is sent</source>
        <translation>实际发送的图片</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove this image</source>
        <translation>移除这张图片</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Bucket</name>
    <message>
        <source>It works from here, but its address lies in a private network, where the service cannot fetch anything.</source>
        <translation>从这里可用，但它的地址在内网中，服务无法从那里取得文件。</translation>
    </message>
    <message>
        <source>It works: a file was put there, fetched by its link, and removed.</source>
        <translation>可用：已放入一个文件，通过链接取回，并已删除。</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n more files were given than can be taken at once.</source>
        <translation>
            <numerusform>另有 %n 个文件，超出一次可接收的数量。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an image, or several</source>
        <translation>选择一张或多张图片</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>ConnectionStatus</name>
    <message>
        <source>Demo service on this computer</source>
        <translation>本机演示服务</translation>
    </message>
    <message>
        <source>No API key</source>
        <translation>没有 API 密钥</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Ready: {host}</source>
        <translation>就绪：{host}</translation>
    </message>
</context>
<context>
    <name>Continuing</name>
    <message>
        <source>The last frame cannot be read: the video’s file is gone or damaged.</source>
        <translation>无法读取最后一帧：视频文件已不在或已损坏。</translation>
    </message>
</context>
<context>
    <name>Costs</name>
    <message>
        <source>Cost &lt;b&gt;none&lt;/b&gt;</source>
        <translation>费用 &lt;b&gt;免费&lt;/b&gt;</translation>
    </message>
    <message>
        <source>demo mode</source>
        <translation>演示模式</translation>
    </message>
    <message>
        <source>Estimated cost &lt;b&gt;unknown&lt;/b&gt;</source>
        <translation>预计费用 &lt;b&gt;未知&lt;/b&gt;</translation>
    </message>
    <message>
        <source>{count} videos, estimated &lt;b&gt;{amount}&lt;/b&gt;</source>
        <translation>{count} 个视频，预计 &lt;b&gt;{amount}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Estimated cost &lt;b&gt;{amount}&lt;/b&gt;</source>
        <translation>预计费用 &lt;b&gt;{amount}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Balance &lt;b&gt;{amount}&lt;/b&gt;</source>
        <translation>余额 &lt;b&gt;{amount}&lt;/b&gt;</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>A fault of the program</source>
        <translation>程序故障</translation>
    </message>
    <message>
        <source>Something went wrong in the program</source>
        <translation>程序出了问题</translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours. Your videos are safe, and what runs at the service is taken up again at the next start. You can go on working. The report below helps to mend it.</source>
        <translation>这是程序的故障，与你无关。你的视频是安全的，服务上正在进行的任务会在下次启动时继续。你可以接着使用。下面的报告有助于修复它。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CropView</name>
    <message>
        <source>{width} × {height} pixels, {left} from the left, {top} from the top</source>
        <translation>{width} × {height} 像素，距左侧 {left}，距顶部 {top}</translation>
    </message>
    <message>
        <source>Part of the picture that is used</source>
        <translation>画面中使用的部分</translation>
    </message>
    <message>
        <source>Drag the frame or its sides. Arrow keys move it, Ctrl with arrow keys resizes it, + and − zoom, a double click takes the whole picture.</source>
        <translation>拖动取景框或它的边。方向键移动，Ctrl 加方向键调整大小，+ 和 − 缩放，双击选取整个画面。</translation>
    </message>
</context>
<context>
    <name>DemoBand</name>
    <message>
        <source>No API key</source>
        <translation>没有 API 密钥</translation>
    </message>
    <message>
        <source>The chosen service needs a key before a video can be made.</source>
        <translation>所选服务需要密钥才能生成视频。</translation>
    </message>
    <message>
        <source>Demo mode</source>
        <translation>演示模式</translation>
    </message>
    <message>
        <source>Videos are rendered on this computer. Nothing is sent and nothing is charged.</source>
        <translation>视频在本机合成，不上传任何内容，也不产生费用。</translation>
    </message>
    <message>
        <source>Add API key…</source>
        <translation>填写 API 密钥…</translation>
    </message>
</context>
<context>
    <name>Doubt</name>
    <message>
        <source>That was an API key, not a task ID. It was not kept.</source>
        <translation>这是 API 密钥，不是任务编号，没有保存。</translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>The image “{name}” is no longer there. Choose it again, or take another one.</source>
        <translation>图片“{name}”已不在原处。请重新选择，或换一张。</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Fetching the image from {host}…</source>
        <translation>正在从 {host} 获取图片…</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
    <message>
        <source>No image yet</source>
        <translation>还没有图片</translation>
    </message>
    <message>
        <source>What is sent: {facts}</source>
        <translation>发送内容：{facts}</translation>
    </message>
    <message>
        <source>The image is sent as it is.</source>
        <translation>图片将原样发送。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Drop an image</source>
        <translation>拖入图片</translation>
    </message>
    <message>
        <source>or paste, or</source>
        <extracomment>Followed by &quot;choose a file&quot;, which is a button.</extracomment>
        <translation>或粘贴，或</translation>
    </message>
    <message>
        <source>choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose an image file</source>
        <translation>选择图片文件</translation>
    </message>
    <message>
        <source>Choose an image file of this computer; Ctrl+V pastes one</source>
        <translation>选择本机上的图片文件；也可按 Ctrl+V 粘贴</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop waiting for the image</source>
        <translation>不再等待图片</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>选择其他文件</translation>
    </message>
    <message>
        <source>Frame…</source>
        <translation>构图…</translation>
    </message>
    <message>
        <source>Frame the image</source>
        <translation>调整图片构图</translation>
    </message>
    <message>
        <source>Crop, turn or flip the image (Ctrl+Shift+F)</source>
        <translation>裁剪、旋转或翻转图片（Ctrl+Shift+F）</translation>
    </message>
    <message>
        <source>Remove the image</source>
        <translation>移除图片</translation>
    </message>
    <message>
        <source>Reading the image</source>
        <translation>正在读取图片</translation>
    </message>
    <message>
        <source>{source}, being prepared…</source>
        <translation>{source}，正在准备…</translation>
    </message>
    <message>
        <source>{sent}, {size}</source>
        <translation>{sent}，{size}</translation>
    </message>
    <message>
        <source>{source} → {sent}, {size}</source>
        <translation>{source} → 发送 {sent}，{size}</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Drop to use this image</source>
        <translation>松开即可使用这张图片</translation>
    </message>
    <message>
        <source>Drop to fetch the image behind this link</source>
        <translation>松开即可获取此链接中的图片</translation>
    </message>
    <message>
        <source>This file is not on this computer. Copy it to a folder here, then drop it.</source>
        <translation>这个文件不在本机上。请先复制到本机的文件夹，再拖入。</translation>
    </message>
    <message>
        <source>This can’t be used. Drop images, a video, a sound or text.</source>
        <translation>无法使用此内容。可以拖入图片、视频、声音或文字。</translation>
    </message>
    <message>
        <source>Drop to use {things}</source>
        <translation>松开即可使用：{things}</translation>
    </message>
    <message>
        <source>Drop to use these {count} images</source>
        <translation>松开即可使用这 {count} 张图片</translation>
    </message>
    <message>
        <source>Drop to use this video</source>
        <translation>松开即可使用此视频</translation>
    </message>
    <message>
        <source>Drop to use this sound</source>
        <translation>松开即可使用此声音</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 张图片</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>the video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>the text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>the sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>There is no image in this folder. Drop an image, or a folder of images.</source>
        <translation>这个文件夹里没有图片。请拖入图片，或装有图片的文件夹。</translation>
    </message>
    <message>
        <source>None of these files can be used. Drop images, a video, a sound or text.</source>
        <translation>这些文件都无法使用。可以拖入图片、视频、声音或文字。</translation>
    </message>
    <message>
        <source>Not used: {names}.</source>
        <translation>未使用：{names}。</translation>
    </message>
    <message>
        <source>Too many images at once: {count} are left out.</source>
        <translation>一次拖入的图片太多：有 {count} 张未使用。</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另外 {count} 个</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Drop to add this text to the prompt</source>
        <translation>松开即可将文字加入提示词</translation>
    </message>
</context>
<context>
    <name>FailureCard</name>
    <message>
        <source>The service’s own words</source>
        <translation>服务返回的原文</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copies what helps somebody else to find out what went wrong.</source>
        <translation>复制有助于他人查明问题的信息。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>FileManager</name>
    <message>
        <source>No program on this computer opens it: {path}</source>
        <translation>这台电脑上没有能打开它的程序：{path}</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>{title} — {contents}</source>
        <translation>{title}：{contents}</translation>
    </message>
</context>
<context>
    <name>FrameChooser</name>
    <message>
        <source>of {count}</source>
        <translation>共 {count} 帧</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Number of the frame</source>
        <translation>帧序号</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>下一帧</translation>
    </message>
</context>
<context>
    <name>FramingDialog</name>
    <message>
        <source>{size} px</source>
        <translation>{size} 像素</translation>
    </message>
    <message>
        <source>Reading the image…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>Changed for the service: {changes}</source>
        <translation>为服务所做的更改：{changes}</translation>
    </message>
    <message>
        <source>Sent as it is: {facts}</source>
        <translation>原样发送：{facts}</translation>
    </message>
    <message>
        <source>Frame the image</source>
        <translation>调整图片构图</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>自由</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>画面比例</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左转</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右转</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Left and right change places</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>The service takes no shape longer than {long}:{short}. Fill up the sides, or keep the middle?</source>
        <translation>服务不接受比 {long}:{short} 更狭长的图片。你想补齐两侧，还是只保留中间？</translation>
    </message>
    <message>
        <source>What is done with the shape</source>
        <translation>如何处理狭长的图片</translation>
    </message>
    <message>
        <source>Fill up</source>
        <translation>补齐</translation>
    </message>
    <message>
        <source>Keep the middle</source>
        <translation>保留中间</translation>
    </message>
    <message>
        <source>Show the request</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use this frame</source>
        <translation>使用此画面</translation>
    </message>
    <message>
        <source>Enlarged from {size} px: the video may look soft.</source>
        <translation>由 {size} 像素放大：视频可能不够清晰。</translation>
    </message>
</context>
<context>
    <name>FramingTool</name>
    <message>
        <source>Drop an image first, then frame it.</source>
        <translation>请先拖入一张图片，再调整构图。</translation>
    </message>
    <message>
        <source>No picture of this video can be read.</source>
        <translation>无法读取此视频的任何画面。</translation>
    </message>
</context>
<context>
    <name>GenerateButton</name>
    <message>
        <source>Generate the video ({shortcut})</source>
        <translation>生成视频（{shortcut}）</translation>
    </message>
    <message>
        <source>Ctrl ⏎</source>
        <translation>Ctrl ⏎</translation>
    </message>
    <message numerus="yes">
        <source>Generate %n videos</source>
        <translation>
            <numerusform>生成 %n 个视频</numerusform>
        </translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成视频</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip 文件 (*.zip)</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
</context>
<context>
    <name>ImageDetails</name>
    <message>
        <source>Show the request</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Frame…</source>
        <translation>构图…</translation>
    </message>
</context>
<context>
    <name>JobActions</name>
    <message>
        <source>Save the video</source>
        <translation>保存视频</translation>
    </message>
    <message>
        <source>Videos (*.mp4)</source>
        <translation>视频 (*.mp4)</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>There is no trash for this folder. Deleted, the video cannot be brought back.</source>
        <translation>这个文件夹没有回收站。删除后，视频无法恢复。</translation>
    </message>
    <message>
        <source>No trash</source>
        <translation>没有回收站</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>The video cannot be deleted, so it stays: {file}</source>
        <translation>视频无法删除，因此保留：{file}</translation>
    </message>
    <message>
        <source>The video file goes to the trash, its entry goes for good.</source>
        <translation>视频文件会移到回收站，任务记录将永久删除。</translation>
    </message>
    <message>
        <source>The entry goes for good.</source>
        <translation>任务记录将永久删除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message>
        <source>Details of the video</source>
        <extracomment>Acts that deserve a button where they can be done and there is room; the others are in the menu. Where the window is low, this much stays in sight (in pixels), and the rest scrolls. First acts that settle something get the accent; &quot;Stop&quot; is offered, not recommended.</extracomment>
        <translation>视频详情</translation>
    </message>
    <message>
        <source>Prompt of this video</source>
        <translation>此视频的提示词</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Multi shot</source>
        <translation>多镜头</translation>
    </message>
    <message>
        <source>Single shot</source>
        <translation>单镜头</translation>
    </message>
    <message>
        <source>effect {name}</source>
        <translation>特效 {name}</translation>
    </message>
    <message>
        <source>negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>watermark</source>
        <translation>水印</translation>
    </message>
    <message>
        <source>no rewriting</source>
        <translation>未改写</translation>
    </message>
    <message>
        <source>The prompt was used word for word.</source>
        <translation>提示词按原文使用。</translation>
    </message>
    <message>
        <source>Continues “{title}”</source>
        <translation>接续“{title}”</translation>
    </message>
    <message>
        <source>Continued by “{title}”</source>
        <translation>由“{title}”接续</translation>
    </message>
    <message>
        <source>Show that video</source>
        <translation>显示那个视频</translation>
    </message>
    <message>
        <source>seed {number}</source>
        <translation>种子 {number}</translation>
    </message>
    <message>
        <source>Chosen by the service. Keep it to come close to this video again.</source>
        <translation>由服务选定。固定它，可以再次得到相近的视频。</translation>
    </message>
    <message>
        <source>sound from a file</source>
        <translation>使用音频文件</translation>
    </message>
    <message>
        <source>automatic sound</source>
        <translation>自动配音</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>静音</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Nothing found.</source>
        <extracomment>How long the search waits for the next key, in milliseconds. What is read out of a job on its way: the steps that take their time.</extracomment>
        <translation>没有找到匹配的视频。</translation>
    </message>
    <message>
        <source>Your videos appear here,
from the first moment on.</source>
        <translation>你的视频从第一刻起
就显示在这里。</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Search prompts and files</source>
        <translation>搜索提示词与文件</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search ({shortcut})</source>
        <translation>搜索（{shortcut}）</translation>
    </message>
    <message>
        <source>Videos, newest first</source>
        <translation>视频，最新的在前</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}：{count}</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Hide the key</source>
        <translation>隐藏密钥</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Check key</source>
        <translation>检查密钥</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>获取密钥</translation>
    </message>
    <message>
        <source>Remove the key</source>
        <translation>移除密钥</translation>
    </message>
    <message>
        <source>This system has no keyring. Keep the key in the file %1, readable by you alone?</source>
        <translation>此系统没有密钥环。是否把密钥保存在文件 %1 中？只有你能读取它。</translation>
    </message>
    <message>
        <source>This copy is portable, so the key would be kept in the file %1, not on this computer. Whoever gets hold of the drive can read it. Keep it there?</source>
        <translation>这是便携版，密钥会保存在文件 %1 中，而不是这台电脑里。任何拿到这个磁盘的人都能读取它。要保存在那里吗？</translation>
    </message>
    <message>
        <source>Yes, keep it in a file</source>
        <translation>是，保存在文件中</translation>
    </message>
    <message>
        <source>Removed when you save</source>
        <translation>保存后移除</translation>
    </message>
    <message>
        <source>A key is kept; type to replace it</source>
        <translation>已保存密钥；输入新密钥即可替换</translation>
    </message>
    <message>
        <source>Paste your key here</source>
        <translation>在此粘贴密钥</translation>
    </message>
    <message>
        <source>Kept in the system’s keyring, never in a file of this program.</source>
        <translation>保存在系统的密钥环中，绝不会写入本程序的文件。</translation>
    </message>
    <message>
        <source>Kept in the file %1, readable by you alone.</source>
        <translation>保存在文件 %1 中，只有你能读取。</translation>
    </message>
    <message>
        <source>Kept in the file %1, which travels with this portable copy; you are asked before. Whoever has the drive can read it.</source>
        <translation>保存在文件 %1 中，随便携版一起移动；保存前会先询问你。任何拿到这个磁盘的人都能读取它。</translation>
    </message>
    <message>
        <source>Taken from WAN_DESKTOP_API_KEY, which goes before any key kept here.</source>
        <translation>取自环境变量 WAN_DESKTOP_API_KEY，它优先于此处保存的密钥。</translation>
    </message>
</context>
<context>
    <name>Launch</name>
    <message>
        <source>The program’s own folder cannot be used.</source>
        <translation>无法使用程序自己的文件夹。</translation>
    </message>
    <message>
        <source>Wan Desktop is already open, but its window does not answer.</source>
        <translation>Wan Desktop 已经打开，但其窗口没有响应。</translation>
    </message>
    <message>
        <source>It may be busy for a moment. If it stays so, end its process and start again: what was sent is followed on.</source>
        <translation>它可能暂时繁忙。如果一直没有响应，请结束其进程后重新启动：已发送的任务会继续跟踪。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>LimitsField</name>
    <message>
        <source>per click</source>
        <translation>每次点击</translation>
    </message>
    <message>
        <source>per day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Limit per click</source>
        <translation>每次点击的限额</translation>
    </message>
    <message>
        <source>Limit per day</source>
        <translation>每天的限额</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>In the unit of the service’s prices. What would pass a limit is not sent.</source>
        <translation>单位与服务的价格相同。会超出限额的视频不会发送。</translation>
    </message>
    <message>
        <source>Write a plain amount such as 20 or 0.75, or leave it empty.</source>
        <translation>请填写普通数字，如 20 或 0.75，或留空。</translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>Looking whether the link leads to a sound…</source>
        <translation>正在查看链接是否指向声音…</translation>
    </message>
    <message>
        <source>The link leads to a sound of {seconds} seconds.</source>
        <translation>链接指向一段 {seconds} 秒的声音。</translation>
    </message>
    <message>
        <source>This address lies on this computer or in a private network. The service cannot open it.</source>
        <translation>这个地址在本机或内网中，服务无法打开。</translation>
    </message>
    <message>
        <source>The link did not open for a stranger, so the service may not get the sound either.</source>
        <translation>链接没有对陌生人打开，服务可能也取不到这段声音。</translation>
    </message>
    <message>
        <source>The link opens, but what it leads to is no sound.</source>
        <translation>链接可以打开，但它指向的不是声音。</translation>
    </message>
    <message>
        <source>The sound is no MP3 or WAV ({codec}); the service may refuse it.</source>
        <translation>这段声音不是 MP3 或 WAV（{codec}），服务可能会拒绝。</translation>
    </message>
    <message>
        <source>The sound lasts {seconds} seconds; at least {least} are needed.</source>
        <translation>这段声音长 {seconds} 秒，至少需要 {least} 秒。</translation>
    </message>
    <message>
        <source>The sound lasts {seconds} seconds; at most {most} are allowed.</source>
        <translation>这段声音长 {seconds} 秒，最多允许 {most} 秒。</translation>
    </message>
    <message>
        <source>The file is larger than the {megabytes} MB that the service takes.</source>
        <translation>文件超过了服务接受的 {megabytes} MB。</translation>
    </message>
    <message>
        <source>The link could not be looked at from here. You can send it all the same.</source>
        <translation>无法从这里查看这个链接。你仍然可以发送。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个生成中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to send</source>
        <translation>
            <numerusform>%n 个待发送</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Library: %n video(s), {size}</source>
        <translation>
            <numerusform>素材库：%n 个视频，{size}</numerusform>
        </translation>
    </message>
    <message>
        <source>Library: empty</source>
        <translation>素材库：空</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>About Wan Desktop</source>
        <translation>关于 Wan Desktop</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open image…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Open the library folder</source>
        <translation>打开素材库文件夹</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Paste an image</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Frame the image…</source>
        <translation>调整图片构图…</translation>
    </message>
    <message>
        <source>Remove the image</source>
        <translation>移除图片</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Job list</source>
        <translation>任务列表</translation>
    </message>
    <message>
        <source>Spending…</source>
        <translation>花费…</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>&amp;Job</source>
        <translation>任务(&amp;J)</translation>
    </message>
    <message>
        <source>Show the request</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Continue from last frame</source>
        <translation>从最后一帧继续</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>复用参数</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stop following</source>
        <translation>停止跟踪</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Mark with a star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移到回收站…</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Loop on or off</source>
        <translation>开启或关闭循环播放</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>开启或关闭声音</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Wan Desktop</source>
        <translation>Wan Desktop</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>A setting cannot be used</source>
        <translation>有一项设置不可用</translation>
    </message>
    <message>
        <source>One of the values is outside of what the service takes.</source>
        <translation>其中一个值超出了服务接受的范围。</translation>
    </message>
    <message>
        <source>Correct the value that is marked in the form and try again.</source>
        <translation>请改正表单中标出的值，然后重试。</translation>
    </message>
    <message>
        <source>The file is gone</source>
        <translation>文件不见了</translation>
    </message>
    <message>
        <source>The file was moved, renamed or deleted since it was chosen.</source>
        <translation>选择之后，文件被移动、改名或删除了。</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>请重新选择文件。</translation>
    </message>
    <message>
        <source>The file may not be opened</source>
        <translation>无权打开文件</translation>
    </message>
    <message>
        <source>Your account has no permission to read this file.</source>
        <translation>你的账户没有读取此文件的权限。</translation>
    </message>
    <message>
        <source>Copy it to a folder of your own, or change its permissions, and choose it again.</source>
        <translation>请把它复制到自己的文件夹，或修改其权限，然后重新选择。</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>There is nothing in this file. A download or copy may have been cut short.</source>
        <translation>文件里没有内容，可能是下载或复制中途断了。</translation>
    </message>
    <message>
        <source>Fetch or copy the file again.</source>
        <translation>请重新下载或复制该文件。</translation>
    </message>
    <message>
        <source>This is not an image</source>
        <translation>这不是图片</translation>
    </message>
    <message>
        <source>What the file holds is no kind of image that can be read, whatever its name says.</source>
        <translation>无论文件名是什么，其内容都不是可以读取的图片。</translation>
    </message>
    <message>
        <source>The image is damaged</source>
        <translation>图片已损坏</translation>
    </message>
    <message>
        <source>The file begins like an image, but part of it is missing or wrong.</source>
        <translation>文件开头像图片，但有一部分缺失或有误。</translation>
    </message>
    <message>
        <source>Open it in an image editor and save it anew, or choose another image.</source>
        <translation>请用图片编辑软件打开并重新保存，或换一张图片。</translation>
    </message>
    <message>
        <source>The image has too many pixels</source>
        <translation>图片像素过多</translation>
    </message>
    <message>
        <source>Opening it would need more memory than is sensible.</source>
        <translation>打开它需要过多的内存。</translation>
    </message>
    <message>
        <source>Make it smaller in an image editor. 2000 pixels on the longer side are enough.</source>
        <translation>请用图片编辑软件缩小，长边 2000 像素就够了。</translation>
    </message>
    <message>
        <source>The image is too small</source>
        <translation>图片太小</translation>
    </message>
    <message>
        <source>The service needs at least 360 pixels on each side, and enlarging this one would look poor.</source>
        <translation>服务要求每边至少 360 像素，而放大这张图片效果会很差。</translation>
    </message>
    <message>
        <source>Choose a larger image.</source>
        <translation>请选择更大的图片。</translation>
    </message>
    <message>
        <source>The image is too long and narrow</source>
        <translation>图片过于狭长</translation>
    </message>
    <message>
        <source>No size keeps each side between 360 and 2000 pixels with this shape.</source>
        <translation>这种形状无法让每边都在 360 到 2000 像素之间。</translation>
    </message>
    <message>
        <source>Crop the image to a less extreme shape.</source>
        <translation>请把图片裁剪得不那么狭长。</translation>
    </message>
    <message>
        <source>The image file is too large</source>
        <translation>图片文件太大</translation>
    </message>
    <message>
        <source>Even compressed, it has more than the 10 MB that the service takes.</source>
        <translation>即使压缩后，仍超过服务接受的 10 MB。</translation>
    </message>
    <message>
        <source>Make the image smaller and choose it again.</source>
        <translation>请缩小图片后重新选择。</translation>
    </message>
    <message>
        <source>This is not a sound file</source>
        <translation>这不是音频文件</translation>
    </message>
    <message>
        <source>What the file holds cannot be played as sound.</source>
        <translation>文件内容无法作为声音播放。</translation>
    </message>
    <message>
        <source>No presets in this file</source>
        <translation>文件中没有预设</translation>
    </message>
    <message>
        <source>It was not exported by this program, or it is damaged.</source>
        <translation>它不是由本程序导出的，或已损坏。</translation>
    </message>
    <message>
        <source>Choose a file that was exported from the presets.</source>
        <translation>请选择从预设中导出的文件。</translation>
    </message>
    <message>
        <source>This link is not opened</source>
        <translation>此链接不会被打开</translation>
    </message>
    <message>
        <source>Images are fetched from public web addresses, not from inside a network.</source>
        <translation>图片只从公开的网址获取，不从内部网络获取。</translation>
    </message>
    <message>
        <source>Save the image in the browser, then drop its file.</source>
        <translation>请在浏览器中保存图片，再拖入该文件。</translation>
    </message>
    <message>
        <source>The image could not be fetched</source>
        <translation>无法获取图片</translation>
    </message>
    <message>
        <source>The website did not hand the image over, or not in time.</source>
        <translation>网站没有提供图片，或没有及时提供。</translation>
    </message>
    <message>
        <source>There is no image at this link</source>
        <translation>此链接中没有图片</translation>
    </message>
    <message>
        <source>It leads to a page without a picture of its own, or to another kind of file.</source>
        <translation>它指向的网页没有配图，或者是其他类型的文件。</translation>
    </message>
    <message>
        <source>More than your limit per click</source>
        <translation>超出每次点击的限额</translation>
    </message>
    <message>
        <source>This would have cost more than you allow for one click, so it was not sent.</source>
        <translation>这次的费用会超出你为一次点击设定的限额，因此没有发送。</translation>
    </message>
    <message>
        <source>Choose a shorter or smaller video, or raise the limit in the settings, and try again.</source>
        <translation>请选择更短或更小的视频，或在设置中提高限额，然后重试。</translation>
    </message>
    <message>
        <source>Your limit per day is reached</source>
        <translation>已到今天的限额</translation>
    </message>
    <message>
        <source>With today’s other videos this would have passed your limit, so it was not sent.</source>
        <translation>加上今天的其他视频会超出你的限额，因此没有发送。</translation>
    </message>
    <message>
        <source>Try again tomorrow, or raise the limit in the settings.</source>
        <translation>请明天再试，或在设置中提高限额。</translation>
    </message>
    <message>
        <source>Price unknown, limit set</source>
        <translation>价格未知，已设限额</translation>
    </message>
    <message>
        <source>The service does not say what this video costs, so your limit cannot be checked. It was not sent.</source>
        <translation>服务没有给出这个视频的价格，无法核对你的限额，因此没有发送。</translation>
    </message>
    <message>
        <source>Try again to be asked whether to send it anyway, or take the limit away.</source>
        <translation>请重试，届时会询问是否仍要发送；也可以取消限额。</translation>
    </message>
    <message>
        <source>No API key yet</source>
        <translation>还没有 API 密钥</translation>
    </message>
    <message>
        <source>The service can only be used with an API key, and none is stored for it.</source>
        <translation>使用该服务需要 API 密钥，而目前没有保存。</translation>
    </message>
    <message>
        <source>Add your API key in the settings, then try again.</source>
        <translation>请在设置中填写 API 密钥，然后重试。</translation>
    </message>
    <message>
        <source>The API key is not accepted</source>
        <translation>API 密钥不被接受</translation>
    </message>
    <message>
        <source>The service does not know this key, or it was withdrawn.</source>
        <translation>服务不认识这个密钥，或者它已被撤销。</translation>
    </message>
    <message>
        <source>Check the key in the settings. Keys of other services do not work here.</source>
        <translation>请检查设置中的密钥。其他服务的密钥在这里不能用。</translation>
    </message>
    <message>
        <source>Model not open to this account</source>
        <translation>此账户不能使用该模型</translation>
    </message>
    <message>
        <source>The key is right, but this account has no access to Wan 2.6, or it is not verified yet.</source>
        <translation>密钥正确，但此账户没有 Wan 2.6 的权限，或尚未完成认证。</translation>
    </message>
    <message>
        <source>Look at your account on the service’s website.</source>
        <translation>请到服务的网站查看你的账户。</translation>
    </message>
    <message>
        <source>The balance is too low</source>
        <translation>余额不足</translation>
    </message>
    <message>
        <source>The account at the service has too little money left for this clip.</source>
        <translation>服务账户中的余额不够生成这段视频。</translation>
    </message>
    <message>
        <source>Top up on the service’s website, then try again.</source>
        <translation>请在服务的网站充值，然后重试。</translation>
    </message>
    <message>
        <source>Settings refused by the service</source>
        <translation>服务不接受这些参数</translation>
    </message>
    <message>
        <source>The service refused the image, the sound or one of the values.</source>
        <translation>服务拒绝了图片、声音或其中一个值。</translation>
    </message>
    <message>
        <source>Look at the service’s own words below, change the settings and try again.</source>
        <translation>请看下方服务返回的原文，修改参数后重试。</translation>
    </message>
    <message>
        <source>Refused by the content check</source>
        <translation>内容审核未通过</translation>
    </message>
    <message>
        <source>Change the prompt or use another image. The check is sometimes wrong; other words can help.</source>
        <translation>请修改提示词或换一张图片。审核有时会误判，换种说法可能有用。</translation>
    </message>
    <message>
        <source>Refused by the copyright check</source>
        <translation>版权审核未通过</translation>
    </message>
    <message>
        <source>Use another image, or leave names of brands and characters out of the prompt.</source>
        <translation>请换一张图片，或不要在提示词中写品牌和角色名。</translation>
    </message>
    <message>
        <source>A file could not be fetched</source>
        <translation>服务无法获取文件</translation>
    </message>
    <message>
        <source>The link to the sound, or the image, could not be opened by the service.</source>
        <translation>服务打不开音频链接或图片。</translation>
    </message>
    <message>
        <source>Check that the link opens in a private browser window, or choose another sound.</source>
        <translation>请确认链接能在浏览器的无痕窗口中打开，或换一个声音。</translation>
    </message>
    <message>
        <source>The service asks for a pause</source>
        <translation>服务要求稍候</translation>
    </message>
    <message>
        <source>More requests came from this account than the service takes in a minute.</source>
        <translation>此账户的请求超过了服务每分钟接受的数量。</translation>
    </message>
    <message>
        <source>Wait a minute before the next one. What is under way goes on by itself.</source>
        <translation>请等一分钟再发下一个。进行中的任务会自动继续。</translation>
    </message>
    <message>
        <source>The service has trouble</source>
        <translation>服务出现问题</translation>
    </message>
    <message>
        <source>Something went wrong at the service, not with your settings.</source>
        <translation>问题出在服务那边，与你的参数无关。</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>请过几分钟再试。</translation>
    </message>
    <message>
        <source>The answer makes no sense</source>
        <translation>服务的回应无法理解</translation>
    </message>
    <message>
        <source>What came back is not what this service should answer. A proxy or a login page may be in between.</source>
        <translation>收到的内容不是该服务应有的回应，中间可能有代理或登录页面。</translation>
    </message>
    <message>
        <source>Check the service’s address in the settings and your network.</source>
        <translation>请检查设置中的服务地址和你的网络。</translation>
    </message>
    <message>
        <source>The service could not make it</source>
        <translation>服务未能生成</translation>
    </message>
    <message>
        <source>The service took the request and gave up while generating.</source>
        <translation>服务受理了请求，但在生成过程中放弃了。</translation>
    </message>
    <message>
        <source>Try again; a different image or prompt often helps.</source>
        <translation>请重试；换一张图片或提示词往往有用。</translation>
    </message>
    <message>
        <source>No longer known to the service</source>
        <translation>服务已查不到此任务</translation>
    </message>
    <message>
        <source>The service forgets videos after a while, and those that failed in its queue.</source>
        <translation>过一段时间，或在排队中失败后，服务就不再保留视频。</translation>
    </message>
    <message>
        <source>Look again in a few minutes. If it stays unknown, it will not come any more.</source>
        <translation>请过几分钟再查看。如果仍查不到，就不会再有了。</translation>
    </message>
    <message>
        <source>Not sent: refused before</source>
        <translation>未发送：曾被拒绝</translation>
    </message>
    <message>
        <source>The service’s content check had refused this very request before this one was sent, so it stayed on your computer.</source>
        <translation>在发送之前，服务的内容审核已经拒绝过同一请求，所以它没有离开你的电脑。</translation>
    </message>
    <message>
        <source>Change the prompt, the image or a setting. To send it unchanged all the same, retry: you are asked first.</source>
        <translation>请修改提示词、图片或某项设置。如果仍要原样发送，请重试，程序会先询问你。</translation>
    </message>
    <message>
        <source>Not sent within a day</source>
        <translation>一天之内未能发送</translation>
    </message>
    <message>
        <source>For a day after you pressed Generate, this video could not be sent. It was not taken, and nothing is charged.</source>
        <translation>点击生成之后的一天里，这个视频一直没能发送。服务没有接收它，也不会扣费。</translation>
    </message>
    <message>
        <source>If you still want this video, try again: that asks for it anew.</source>
        <translation>如果仍然想要这个视频，请重试：这会重新提交一次请求。</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>没有连接</translation>
    </message>
    <message>
        <source>This computer cannot reach the service at the moment.</source>
        <translation>这台电脑目前连不上服务。</translation>
    </message>
    <message>
        <source>Check your network. What is already running at the service goes on there.</source>
        <translation>请检查网络。已在服务端运行的任务会继续进行。</translation>
    </message>
    <message>
        <source>The connection is not secure</source>
        <translation>连接不安全</translation>
    </message>
    <message>
        <source>The service could not prove that it is the real one, so nothing was said to it.</source>
        <translation>服务无法证明自己的身份，因此没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>Check this computer’s date and time, and whether a virus scanner or company network looks into connections.</source>
        <translation>请检查电脑的日期和时间，以及杀毒软件或公司网络是否在检查连接。</translation>
    </message>
    <message>
        <source>Refused by the proxy</source>
        <translation>被代理拒绝</translation>
    </message>
    <message>
        <source>Your network’s proxy refused the connection to the service.</source>
        <translation>你的网络代理拒绝了到服务的连接。</translation>
    </message>
    <message>
        <source>Check the proxy settings of this computer, or ask whoever runs the network.</source>
        <translation>请检查电脑的代理设置，或询问网络管理员。</translation>
    </message>
    <message>
        <source>No answer for a long while</source>
        <translation>很久没有回应</translation>
    </message>
    <message>
        <source>The service did not answer in time. That says nothing about the video itself.</source>
        <translation>服务没有及时回应，但这不说明视频本身有问题。</translation>
    </message>
    <message>
        <source>Wait a little. What is already running at the service goes on there.</source>
        <translation>请稍等。已在服务端运行的任务会继续进行。</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>The connection broke before the whole answer was here.</source>
        <translation>连接在收到完整回应之前断开了。</translation>
    </message>
    <message>
        <source>Sent, but no answer arrived</source>
        <translation>已发送，但未收到回应</translation>
    </message>
    <message>
        <source>The request left this computer, but no usable answer came back. The service may have accepted it.</source>
        <translation>请求已从本机发出，但没有收到可用的回应。服务可能已经受理了它。</translation>
    </message>
    <message>
        <source>The video’s link is unusable</source>
        <translation>视频链接无法使用</translation>
    </message>
    <message>
        <source>The link leads where no video can be, or to something else than a video, so nothing of it is kept.</source>
        <translation>链接指向不可能存放视频的地方，或者指向的不是视频，因此没有保留任何内容。</translation>
    </message>
    <message>
        <source>Look again to ask the service for another link.</source>
        <translation>重新查看，向服务索取另一个链接。</translation>
    </message>
    <message>
        <source>Finished, but without a link</source>
        <translation>已完成，但没有链接</translation>
    </message>
    <message>
        <source>The service says that the video is finished, but its answer holds no link to it. The answer is kept.</source>
        <translation>服务称视频已完成，但回应中没有链接。该回应已保存。</translation>
    </message>
    <message>
        <source>Look again later. If it stays so, ask the service about the task’s number.</source>
        <translation>请稍后重新查看。如果一直如此，请凭任务编号向服务咨询。</translation>
    </message>
    <message>
        <source>There is no room left for what was to be written.</source>
        <translation>要写入的内容已没有空间存放。</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>The folder is missing</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>The folder or drive that was to be used is not there.</source>
        <translation>要使用的文件夹或磁盘不在。</translation>
    </message>
    <message>
        <source>Connect the drive, or choose another folder.</source>
        <translation>请连接磁盘，或另选一个文件夹。</translation>
    </message>
    <message>
        <source>The folder is write-protected</source>
        <translation>文件夹受写保护</translation>
    </message>
    <message>
        <source>Files may not be written to this folder.</source>
        <translation>此文件夹不允许写入文件。</translation>
    </message>
    <message>
        <source>Change the folder’s permissions, or choose another folder.</source>
        <translation>请更改文件夹的权限，或另选一个文件夹。</translation>
    </message>
    <message>
        <source>The folder cannot be used</source>
        <translation>无法使用该文件夹</translation>
    </message>
    <message>
        <source>What stands there is no folder, or a name or path is too long.</source>
        <translation>该位置不是文件夹，或者名称、路径太长。</translation>
    </message>
    <message>
        <source>Choose another folder, or a shorter name.</source>
        <translation>请另选一个文件夹，或使用较短的名称。</translation>
    </message>
    <message>
        <source>The drive has errors</source>
        <translation>磁盘出现错误</translation>
    </message>
    <message>
        <source>This computer could not read from the drive, or not write to it.</source>
        <translation>本机无法读取或写入该磁盘。</translation>
    </message>
    <message>
        <source>Check the drive and its cable, or choose another folder.</source>
        <translation>请检查磁盘和连接线，或另选一个文件夹。</translation>
    </message>
    <message>
        <source>The job list cannot be written</source>
        <translation>无法写入任务列表</translation>
    </message>
    <message>
        <source>The program’s own folder is write-protected or gone, or its drive has errors.</source>
        <translation>程序自己的文件夹受写保护、已不存在，或其磁盘出现错误。</translation>
    </message>
    <message>
        <source>See that the program’s own folder can be written to.</source>
        <translation>请确保程序自己的文件夹可以写入。</translation>
    </message>
    <message>
        <source>Its file cannot be read any more. Your videos are safe in their folder.</source>
        <translation>它的文件已无法读取。你的视频安全地保存在素材库文件夹中。</translation>
    </message>
    <message>
        <source>Its file is gone. Your videos are safe in their folder.</source>
        <translation>它的文件不见了。你的视频安全地保存在素材库文件夹中。</translation>
    </message>
    <message>
        <source>Decide what to do. Nothing is sent again unless you say so.</source>
        <translation>请决定如何处理。没有你的同意，不会再次发送。</translation>
    </message>
    <message>
        <source>Choose a JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP or TIFF image.</source>
        <translation>请选择 JPEG、PNG、WebP、HEIC、AVIF、GIF、BMP 或 TIFF 图片。</translation>
    </message>
    <message>
        <source>Choose a sound file (MP3, WAV, FLAC, M4A, OGG…) or a video that has sound.</source>
        <translation>请选择音频文件（MP3、WAV、FLAC、M4A、OGG 等），或带声音的视频。</translation>
    </message>
    <message>
        <source>Nothing can be heard there</source>
        <translation>这一段没有声音</translation>
    </message>
    <message>
        <source>The sound ends before this part, or is damaged there.</source>
        <translation>声音在这一段之前就结束了，或者这里已损坏。</translation>
    </message>
    <message>
        <source>Choose an earlier part, or another file.</source>
        <translation>请选择更靠前的一段，或换一个文件。</translation>
    </message>
    <message>
        <source>The sound is too long</source>
        <translation>声音太长</translation>
    </message>
    <message>
        <source>Sounds of up to 6 hours can be cut here.</source>
        <translation>这里最多可以剪切 6 小时的声音。</translation>
    </message>
    <message>
        <source>Save the part you need as a file of its own, and choose that.</source>
        <translation>请先把需要的部分另存为单独的文件，再选择它。</translation>
    </message>
    <message>
        <source>The service’s automatic check objected to the prompt, the image or the finished video. It does not tell which of them it was.</source>
        <translation>服务的自动审核不接受提示词、图片或生成的视频，但没有说明是哪一项。</translation>
    </message>
    <message>
        <source>The service suspects that the image or the prompt shows something protected. It does not tell which of them it is.</source>
        <translation>服务怀疑图片或提示词涉及受保护的内容，但没有说明是哪一项。</translation>
    </message>
    <message>
        <source>The download link has expired</source>
        <translation>下载链接已过期</translation>
    </message>
    <message>
        <source>The service keeps a finished video for a limited time, and the link no longer works.</source>
        <translation>服务只在有限时间内保留视频，这个链接已失效。</translation>
    </message>
    <message>
        <source>Look again soon to ask for a fresh link; later the video may be gone.</source>
        <translation>请尽快重新查看以获取新链接；再晚视频可能就没有了。</translation>
    </message>
    <message>
        <source>The video arrived damaged</source>
        <translation>收到的视频已损坏</translation>
    </message>
    <message>
        <source>What was downloaded is cut short or is not a playable video.</source>
        <translation>下载的内容不完整，或不是可播放的视频。</translation>
    </message>
    <message>
        <source>Look again to download it once more.</source>
        <translation>请重新查看，再下载一次。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>There is no room left for the video. It waits at the service, but not for ever.</source>
        <translation>没有空间存放视频。它还在服务端等待，但不会一直保留。</translation>
    </message>
    <message>
        <source>Free some space soon, or choose another library folder in the settings. The download then goes on by itself.</source>
        <translation>请尽快腾出空间，或在设置中另选素材库文件夹。之后下载会自动继续。</translation>
    </message>
    <message>
        <source>Connect the drive, or choose another library folder in the settings. The download then goes on by itself.</source>
        <translation>请连接磁盘，或在设置中另选素材库文件夹。之后下载会自动继续。</translation>
    </message>
    <message>
        <source>Change the folder’s permissions, or choose another library folder in the settings. The download then goes on by itself.</source>
        <translation>请更改文件夹的权限，或在设置中另选素材库文件夹。之后下载会自动继续。</translation>
    </message>
    <message>
        <source>Library folder cannot be used</source>
        <translation>无法使用素材库文件夹</translation>
    </message>
    <message>
        <source>What stands where your videos should go is no folder, or its path is too long. The video waits at the service, but not for ever.</source>
        <translation>存放视频的位置不是文件夹，或者其路径太长。视频还在服务端等待，但不会一直保留。</translation>
    </message>
    <message>
        <source>Choose another library folder in the settings. The download then goes on by itself.</source>
        <translation>请在设置中另选素材库文件夹。之后下载会自动继续。</translation>
    </message>
    <message>
        <source>The library’s drive has errors</source>
        <translation>素材库的磁盘出错</translation>
    </message>
    <message>
        <source>The drive for your videos could not be read or written. The video waits at the service, but not for ever.</source>
        <translation>存放视频的磁盘无法读取或写入。视频还在服务端等待，但不会一直保留。</translation>
    </message>
    <message>
        <source>Check the drive and its cable, or choose another library folder in the settings. The download then goes on by itself.</source>
        <translation>请检查磁盘和连接线，或在设置中另选素材库文件夹。之后下载会自动继续。</translation>
    </message>
    <message>
        <source>What you agreed to is written down before it is sent, and that is not possible now. Nothing was sent.</source>
        <translation>发送之前会先记下你同意的内容，而现在无法写入。什么都没有发送。</translation>
    </message>
    <message>
        <source>The service goes on with the video, but what it says cannot be written down now.</source>
        <translation>服务端会继续制作视频，但它的回应现在无法记录下来。</translation>
    </message>
    <message>
        <source>Free some space. It is then sent by itself.</source>
        <translation>请腾出一些空间，之后会自动发送。</translation>
    </message>
    <message>
        <source>Free some space soon, and leave the program open until then.</source>
        <translation>请尽快腾出空间，在此之前不要关闭程序。</translation>
    </message>
    <message>
        <source>See that the program’s own folder can be written to. It is then sent by itself.</source>
        <translation>请确保程序自己的文件夹可以写入，之后会自动发送。</translation>
    </message>
    <message>
        <source>See that the program’s own folder can be written to, and leave the program open until then.</source>
        <translation>请确保程序自己的文件夹可以写入，在此之前不要关闭程序。</translation>
    </message>
    <message>
        <source>The library folder is missing</source>
        <translation>素材库文件夹不见了</translation>
    </message>
    <message>
        <source>The folder or drive for your videos is not there. The video waits at the service, but not for ever.</source>
        <translation>存放视频的文件夹或磁盘不在。视频还在服务端等待，但不会一直保留。</translation>
    </message>
    <message>
        <source>Library folder write-protected</source>
        <translation>素材库文件夹不可写入</translation>
    </message>
    <message>
        <source>Files may not be written to the folder for your videos. The video waits at the service, but not for ever.</source>
        <translation>无法写入存放视频的文件夹。视频还在服务端等待，但不会一直保留。</translation>
    </message>
    <message>
        <source>The system’s keyring is locked</source>
        <translation>系统密钥环已锁定</translation>
    </message>
    <message>
        <source>Your API key is kept in the system’s keyring, and that could not be opened.</source>
        <translation>API 密钥保存在系统密钥环中，而它无法打开。</translation>
    </message>
    <message>
        <source>Unlock the keyring, then try again.</source>
        <translation>请解锁密钥环，然后重试。</translation>
    </message>
    <message>
        <source>The API key could not be kept</source>
        <translation>API 密钥无法保存</translation>
    </message>
    <message>
        <source>The file for it could not be written. The disk may be full, or the file may belong to another user of this computer.</source>
        <translation>保存密钥的文件无法写入。磁盘可能已满，或者该文件属于此电脑的另一位用户。</translation>
    </message>
    <message>
        <source>Free some space, or use a folder of your own, then try again.</source>
        <translation>请腾出空间，或改用自己的文件夹，然后重试。</translation>
    </message>
    <message>
        <source>The job list is too new</source>
        <translation>任务列表的版本太新</translation>
    </message>
    <message>
        <source>A newer version of this program has used this folder.</source>
        <translation>本程序的较新版本使用过此文件夹。</translation>
    </message>
    <message>
        <source>Install the newer version again; this one changes nothing there.</source>
        <translation>请重新安装较新版本；当前版本不会更改其中任何内容。</translation>
    </message>
    <message>
        <source>The job list may not be written</source>
        <translation>任务列表无法写入</translation>
    </message>
    <message>
        <source>It belongs to another user, or its folder is write-protected.</source>
        <translation>它属于另一位用户，或者所在文件夹受写保护。</translation>
    </message>
    <message>
        <source>Ask its owner for the right to write, or use a folder of your own.</source>
        <translation>请向其所有者申请写入权限，或使用你自己的文件夹。</translation>
    </message>
    <message>
        <source>In use on another computer</source>
        <translation>正在另一台电脑上使用</translation>
    </message>
    <message>
        <source>Another computer works in this program’s folder. In the hands of two computers at once the job list would be damaged.</source>
        <translation>另一台电脑正在使用本程序的文件夹。两台电脑同时使用会损坏任务列表。</translation>
    </message>
    <message>
        <source>Close Wan Desktop on the other computer, then start it here again.</source>
        <translation>请先在另一台电脑上关闭 Wan Desktop，再在这里重新启动。</translation>
    </message>
    <message>
        <source>The job list is damaged</source>
        <translation>任务列表已损坏</translation>
    </message>
    <message>
        <source>Close the program and start it again: it offers to restore the list.</source>
        <translation>请关闭程序后重新启动：届时可以恢复任务列表。</translation>
    </message>
    <message>
        <source>The job list is missing</source>
        <translation>任务列表丢失了</translation>
    </message>
    <message>
        <source>The job list is in use</source>
        <translation>任务列表正在使用中</translation>
    </message>
    <message>
        <source>Another window or command of this program uses the list, or is restoring it.</source>
        <translation>本程序的另一个窗口或命令正在使用或恢复任务列表。</translation>
    </message>
    <message>
        <source>Close the other windows and commands of this program, then try again.</source>
        <translation>请关闭本程序的其他窗口和命令，然后重试。</translation>
    </message>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>发生了意外错误</translation>
    </message>
    <message>
        <source>This is a fault in the program, not in what you did.</source>
        <translation>这是程序的错误，不是你操作的问题。</translation>
    </message>
    <message>
        <source>Try again. If it happens again, copy the details and report it.</source>
        <translation>请重试。如果再次发生，请复制详情并报告。</translation>
    </message>
    <message>
        <source>This is the demo mode: nothing is charged.</source>
        <translation>这是演示模式：不产生费用。</translation>
    </message>
    <message>
        <source>Video without a prompt</source>
        <translation>没有提示词的视频</translation>
    </message>
    <message>
        <source>{index} of {count}</source>
        <translation>第 {index}/{count} 个</translation>
    </message>
    <message>
        <source>Paused</source>
        <extracomment>Trouble that the user can end, so its own title says more than that something is still watched. A link that gave no video, or none at all; until the job has ended, another is asked for. Kinds whose own sentences hold while a video is followed. What others say (&quot;Settings refused&quot;) would be said of the request, which was accepted; here it was only the question that the service did not like.</extracomment>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused: one video is in doubt</source>
        <translation>已暂停：有一个视频状态不明</translation>
    </message>
    <message>
        <source>Paused: {reason}</source>
        <translation>已暂停：{reason}</translation>
    </message>
    <message>
        <source>demo mode</source>
        <translation>演示模式</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>处理…</translation>
    </message>
    <message>
        <source>Edit and retry</source>
        <translation>修改后重试</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Follow again</source>
        <translation>重新跟踪</translation>
    </message>
    <message>
        <source>Stop following</source>
        <translation>停止跟踪</translation>
    </message>
    <message>
        <source>Continue from last frame</source>
        <translation>从最后一帧继续</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>复用参数</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Add star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Pause the batch</source>
        <translation>暂停这一批</translation>
    </message>
    <message>
        <source>Resume the batch</source>
        <translation>继续这一批</translation>
    </message>
    <message>
        <source>Stop the batch</source>
        <translation>停止这一批</translation>
    </message>
    <message>
        <source>Sends the same request once more. It is charged like a new one.</source>
        <translation>再次发送同样的请求，按新任务计费。</translation>
    </message>
    <message>
        <source>Puts the image and the settings back into the form.</source>
        <translation>把图片和参数放回表单。</translation>
    </message>
    <message>
        <source>Makes the last frame the image of the next video, with the same settings.</source>
        <translation>把最后一帧作为下一个视频的图片，参数不变。</translation>
    </message>
    <message>
        <source>Asks the service for this video again. Nothing new is sent.</source>
        <translation>再次向服务查询此视频，不会发送新请求。</translation>
    </message>
    <message>
        <source>Takes it out of the list and moves its video to the trash.</source>
        <translation>从列表中移除，并把视频移到回收站。</translation>
    </message>
    <message>
        <source>Holds back what is not sent yet.</source>
        <translation>尚未发送的先不发送。</translation>
    </message>
    <message>
        <source>What is not sent yet never will be.</source>
        <translation>尚未发送的不会再发送。</translation>
    </message>
    <message>
        <source>The service may still finish the video and charge for it.</source>
        <translation>服务仍可能完成该视频并计费。</translation>
    </message>
    <message>
        <source>chosen frame of the animation</source>
        <translation>动画中选定的一帧</translation>
    </message>
    <message>
        <source>turned upright</source>
        <translation>已转正</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>已左右翻转</translation>
    </message>
    <message>
        <source>rotated</source>
        <translation>已旋转</translation>
    </message>
    <message>
        <source>ends cut off, since the service takes no image this long</source>
        <translation>已裁掉两端，因为服务不接受这么长的图片</translation>
    </message>
    <message>
        <source>sides filled up, since the service takes no image this long</source>
        <translation>已填充两侧，因为服务不接受这么长的图片</translation>
    </message>
    <message>
        <source>transparent parts on white</source>
        <translation>透明部分填白</translation>
    </message>
    <message>
        <source>first frame of the animation</source>
        <translation>动画的第一帧</translation>
    </message>
    <message>
        <source>colours made standard</source>
        <translation>已转为标准色彩</translation>
    </message>
    <message>
        <source>made smaller</source>
        <translation>已缩小</translation>
    </message>
    <message>
        <source>cropped</source>
        <translation>已裁剪</translation>
    </message>
    <message>
        <source>saved as JPEG</source>
        <translation>存为 JPEG</translation>
    </message>
    <message>
        <source>The service has accepted this video and charges it as usual.</source>
        <translation>服务已受理这个视频，会照常计费。</translation>
    </message>
    <message>
        <source>Unknown at the service so far</source>
        <translation>服务暂时查不到此任务</translation>
    </message>
    <message>
        <source>Soon after sending, the service may not find a video that it has accepted.</source>
        <translation>刚发送后，服务可能暂时查不到它已受理的视频。</translation>
    </message>
    <message>
        <source>The service refuses to tell</source>
        <translation>服务拒绝告知进度</translation>
    </message>
    <message>
        <source>It does not say how far this video is.</source>
        <translation>服务没有说明此视频的进度。</translation>
    </message>
    <message>
        <source>It is sent by itself once the service can be reached.</source>
        <translation>一旦能连上服务，程序会自动发送。</translation>
    </message>
    <message>
        <source>It is sent by itself after a pause: nothing to do now.</source>
        <translation>稍等片刻后程序会自动发送，现在无需操作。</translation>
    </message>
    <message>
        <source>Add your API key in the settings. The video is then asked for by itself.</source>
        <translation>请在设置中添加 API 密钥，之后程序会自动继续查询此视频。</translation>
    </message>
    <message>
        <source>Unlock the keyring. The video is then asked for by itself.</source>
        <translation>请解锁密钥环，之后程序会自动继续查询此视频。</translation>
    </message>
    <message>
        <source>Look again. If it happens again, copy the details and report it.</source>
        <translation>请重新查看。如果再次发生，请复制详细信息并报告。</translation>
    </message>
    <message>
        <source>The service is asked again by itself: nothing to do now.</source>
        <translation>程序会自动再次询问服务，现在无需操作。</translation>
    </message>
    <message>
        <source>The service is asked for a fresh link by itself: nothing to do now.</source>
        <translation>程序会自动向服务索取新的链接，现在无需操作。</translation>
    </message>
    <message>
        <source>Stopped before it was sent</source>
        <translation>发送前已停止</translation>
    </message>
    <message>
        <source>This request never left your computer.</source>
        <translation>此请求从未离开你的电脑。</translation>
    </message>
    <message>
        <source>Nothing was charged.</source>
        <translation>没有产生费用。</translation>
    </message>
    <message>
        <source>No longer followed</source>
        <translation>已停止跟踪</translation>
    </message>
    <message>
        <source>The service may still finish this video; nobody here waits for it.</source>
        <translation>服务仍可能完成此视频，但这里不再等待它。</translation>
    </message>
    <message>
        <source>It may be charged all the same.</source>
        <translation>仍可能产生费用。</translation>
    </message>
    <message>
        <source>Follow it again to fetch the video. The service keeps it for a limited time.</source>
        <translation>重新跟踪即可取回视频。服务只在有限时间内保留它。</translation>
    </message>
    <message>
        <source>It may have been charged. Your balance at the service shows whether it was.</source>
        <translation>可能已经扣费。服务账户的余额会显示是否扣费。</translation>
    </message>
    <message>
        <source>Nothing was charged for this.</source>
        <translation>此项没有产生费用。</translation>
    </message>
    <message>
        <source>The service has trouble, still watching</source>
        <translation>服务出现问题，仍在等待</translation>
    </message>
    <message>
        <source>Unknown at the service so far, still asking</source>
        <translation>服务暂时查不到此任务，仍在询问</translation>
    </message>
    <message>
        <source>Elsewhere: {state}</source>
        <translation>在别处：{state}</translation>
    </message>
    <message>
        <source>transparent parts on the chosen colour</source>
        <translation>透明部分已填充所选颜色</translation>
    </message>
    <message>
        <source>transparent parts on a blurred copy</source>
        <translation>透明部分已填充模糊的画面</translation>
    </message>
    <message>
        <source>made larger: it may look soft</source>
        <translation>已放大，可能不够清晰</translation>
    </message>
    <message>
        <source>place, date and other notes removed</source>
        <translation>已去除地点、日期等附加信息</translation>
    </message>
    <message>
        <source>The service is asked again by itself. If this stays, look at your account there.</source>
        <translation>程序会自动再次询问服务。如果一直如此，请查看你在该服务的账户。</translation>
    </message>
    <message>
        <source>Followed by another Wan Desktop</source>
        <translation>由另一个 Wan Desktop 跟踪</translation>
    </message>
    <message>
        <source>A command line, or the window of another user, asked for this video and sees it through.</source>
        <translation>该视频由命令行或另一位用户的窗口提交，并由其负责到底。</translation>
    </message>
    <message>
        <source>If that program ends before, this window goes on: nothing to do now.</source>
        <translation>如果那个程序提前结束，此窗口会自动接手：现在无需操作。</translation>
    </message>
    <message>
        <source>Your sound is not under it</source>
        <translation>没有配上你的声音</translation>
    </message>
    <message>
        <source>The video is there as the service made it; your sound could not be laid under it.</source>
        <translation>视频已按服务生成的样子保存，你的声音没能配到视频里。</translation>
    </message>
    <message>
        <source>Your sound file is unchanged. Any video editor can still add it.</source>
        <translation>你的音频文件没有变化，之后可以用任何视频编辑软件配上。</translation>
    </message>
    <message>
        <source>Finished, still asking for its link</source>
        <translation>已完成，仍在索取链接</translation>
    </message>
    <message>
        <source>Download interrupted, trying again</source>
        <translation>下载中断，正在重试</translation>
    </message>
    <message>
        <source>The service refuses to tell, still asking</source>
        <translation>服务拒绝告知进度，仍在询问</translation>
    </message>
    <message>
        <source>Connection lost, still watching</source>
        <translation>连接中断，仍在等待</translation>
    </message>
    <message>
        <source>The service is busy, sending soon</source>
        <translation>服务繁忙，稍后发送</translation>
    </message>
    <message>
        <source>No connection, sending later</source>
        <translation>没有连接，稍后发送</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>Preparing the image</source>
        <translation>正在准备图片</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Queued at the service · {time}</source>
        <translation>排队中 · {time}</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Generating · {time}</source>
        <translation>生成中 · {time}</translation>
    </message>
    <message>
        <source>longer than usual, {time}</source>
        <translation>比平时久，{time}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Sound storage cannot be reached</source>
        <translation>无法连接存放声音的地方</translation>
    </message>
    <message>
        <source>The place where the sound goes first cannot be reached now.</source>
        <translation>现在无法连接声音要先上传到的地方。</translation>
    </message>
    <message>
        <source>Check your network, and under Settings › Sound the address of your object store.</source>
        <translation>请检查网络，并在“设置 › 声音”中检查对象存储的地址。</translation>
    </message>
    <message>
        <source>The sound’s storage is untrusted</source>
        <translation>存放声音的地方不受信任</translation>
    </message>
    <message>
        <source>The place of the sound could not prove that it is the real one.</source>
        <translation>存放声音的地方无法证明自己是真的。</translation>
    </message>
    <message>
        <source>Check this computer’s date and time, and whether it trusts the certificate of the sound’s storage.</source>
        <translation>请检查这台电脑的日期和时间，以及它是否信任存放声音的地方的证书。</translation>
    </message>
    <message>
        <source>The sound’s storage has trouble</source>
        <translation>存放声音的地方出了问题</translation>
    </message>
    <message>
        <source>It cannot take the sound or hand it out at the moment: it may be busy or full.</source>
        <translation>它现在无法接收或提供声音：可能正忙，或者已满。</translation>
    </message>
    <message>
        <source>Wait a few minutes, or look whether your object store is full.</source>
        <translation>请等几分钟，或者看看你的对象存储是否已满。</translation>
    </message>
    <message>
        <source>The object store refused the key</source>
        <translation>对象存储拒绝了密钥</translation>
    </message>
    <message>
        <source>The access key ID or the secret key is wrong, or this key may not put files into the bucket.</source>
        <translation>访问密钥 ID 或私有密钥不正确，或者这个密钥无权向存储桶中放入文件。</translation>
    </message>
    <message>
        <source>Correct the keys under Settings › Sound and press Test.</source>
        <translation>请在“设置 › 声音”中改正密钥，再点“测试”。</translation>
    </message>
    <message>
        <source>There is no such bucket</source>
        <translation>没有这个存储桶</translation>
    </message>
    <message>
        <source>The object store answers, but knows no bucket of this name.</source>
        <translation>对象存储有回应，但没有叫这个名字的存储桶。</translation>
    </message>
    <message>
        <source>Correct the bucket’s name or region under Settings › Sound.</source>
        <translation>请在“设置 › 声音”中改正存储桶的名称或区域。</translation>
    </message>
    <message>
        <source>This computer’s clock is wrong</source>
        <translation>这台电脑的时钟不准</translation>
    </message>
    <message>
        <source>It differs from the object store’s clock by more than a quarter of an hour, so that every link made here is refused.</source>
        <translation>它与对象存储的时钟相差超过一刻钟，因此这里生成的链接都会被拒绝。</translation>
    </message>
    <message>
        <source>Set this computer’s clock and time zone, then ask for it anew.</source>
        <translation>请校准这台电脑的时钟和时区，然后重新提交。</translation>
    </message>
    <message>
        <source>The sound was not taken</source>
        <translation>声音没有被接收</translation>
    </message>
    <message>
        <source>Where the sound should go, it was refused, or the answer makes no sense.</source>
        <translation>声音要上传到的地方拒绝了它，或者回应无法理解。</translation>
    </message>
    <message>
        <source>Check the address under Settings › Sound, or choose another way.</source>
        <translation>请在“设置 › 声音”中检查地址，或者换一种方式。</translation>
    </message>
    <message>
        <source>The sound’s way is not set up</source>
        <translation>声音的传送方式尚未设置</translation>
    </message>
    <message>
        <source>The settings do not have what this way of the sound needs.</source>
        <translation>设置中缺少这种方式所需的内容。</translation>
    </message>
    <message>
        <source>Complete it under Settings › Sound, or choose another way.</source>
        <translation>请在“设置 › 声音”中补全，或者换一种方式。</translation>
    </message>
    <message>
        <source>Upload was not agreed to</source>
        <translation>没有同意上传</translation>
    </message>
    <message>
        <source>The sound would have lain open on a public host, and that needs your yes each time.</source>
        <translation>声音会公开放在公共托管网站上，这每次都需要你同意。</translation>
    </message>
    <message>
        <source>Ask for it anew and agree, or choose another way for the sound.</source>
        <translation>请重新提交并同意，或者为声音换一种方式。</translation>
    </message>
</context>
<context>
    <name>Money</name>
    <message>
        <source>Charged, as the balance showed</source>
        <translation>实际扣费，根据余额变化得出</translation>
    </message>
    <message>
        <source>Estimated from the service’s price list</source>
        <translation>根据服务的价目表估算</translation>
    </message>
    <message>
        <source>≈ {amount}</source>
        <translation>≈ {amount}</translation>
    </message>
    <message>
        <source>The service does not let its balance be read.</source>
        <translation>服务不提供余额查询。</translation>
    </message>
    <message>
        <source>Now: {now}. What it was before this video was sent is not known.</source>
        <translation>现在：{now}。发送这个视频之前的余额未知。</translation>
    </message>
    <message>
        <source>Before: {before} · now: {now}.</source>
        <translation>之前：{before} · 现在：{now}。</translation>
    </message>
    <message>
        <source>This video would exceed your limit of {limit} a day: {spent} are spent or committed today. The limit can be changed in the settings.</source>
        <translation>这个视频会超出你每天 {limit} 的限额：今天已花费或已确认 {spent}。可以在设置中更改限额。</translation>
    </message>
    <message>
        <source>This video costs more than your limit of {limit} a click. The limit can be changed in the settings.</source>
        <translation>这个视频的费用超出你每次点击 {limit} 的限额。可以在设置中更改限额。</translation>
    </message>
    <message>
        <source>These videos would exceed your limit of {limit} a day: {spent} are spent or committed today. The limit can be changed in the settings.</source>
        <translation>这些视频会超出你每天 {limit} 的限额：今天已花费或已确认 {spent}。可以在设置中更改限额。</translation>
    </message>
    <message>
        <source>These videos cost more than your limit of {limit} a click. The limit can be changed in the settings.</source>
        <translation>这些视频的费用超出你每次点击 {limit} 的限额。可以在设置中更改限额。</translation>
    </message>
    <message>
        <source>Other videos may have been billed in between, so this says nothing about this one.</source>
        <translation>这期间可能有其他视频被扣费，因此无法据此判断这个视频。</translation>
    </message>
    <message>
        <source>It was topped up in between, so this says nothing about this video.</source>
        <translation>其间账户充过值，因此无法据此判断这个视频。</translation>
    </message>
    <message>
        <source>No change so far, which suggests that it was not accepted.</source>
        <translation>目前没有变化，看来服务没有受理它。</translation>
    </message>
    <message>
        <source>{amount} less, which suggests that it was accepted and billed.</source>
        <translation>少了 {amount}，看来服务受理了它并已计费。</translation>
    </message>
    <message>
        <source>{amount} less, but this video costs {price}: something else was bought, too.</source>
        <translation>少了 {amount}，但这个视频的价格是 {price}：其间还有别的消费。</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>A batch is paused</source>
        <translation>批量任务已暂停</translation>
    </message>
    <message>
        <source>Your video is done</source>
        <translation>视频已完成</translation>
    </message>
    <message>
        <source>A video waits for your decision</source>
        <translation>有一个视频等你决定</translation>
    </message>
    <message>
        <source>A video did not come</source>
        <translation>有一个视频未能生成</translation>
    </message>
    <message>
        <source>Videos done: {count}</source>
        <translation>已完成的视频：{count}</translation>
    </message>
    <message>
        <source>Waiting for your decision: {count}</source>
        <translation>等你决定：{count}</translation>
    </message>
    <message>
        <source>Did not come: {count}</source>
        <translation>未能生成：{count}</translation>
    </message>
</context>
<context>
    <name>NotificationDaemon</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>ParamsForm</name>
    <message>
        <source>The image is being prepared.</source>
        <translation>正在准备图片。</translation>
    </message>
    <message>
        <source>Multi shot may have no effect while “{name}” is off.</source>
        <translation>关闭“{name}”时，多镜头可能不起作用。</translation>
    </message>
    <message>
        <source>Mend “{field}” first.</source>
        <translation>请先改正“{field}”。</translation>
    </message>
    <message>
        <source>Settings of the video</source>
        <translation>视频参数</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Settings under a name: to use, to save, to share</source>
        <translation>有名称的设置：可套用、保存和分享</translation>
    </message>
    <message>
        <source>What should happen? e.g. slow push-in, leaves drifting</source>
        <translation>画面中会发生什么？例如：镜头缓缓推进，树叶飘落</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>negative prompt, seed, variations, effect, rewriting, watermark</source>
        <translation>反向提示词、种子、变体、特效、智能改写、水印</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成视频</translation>
    </message>
    <message>
        <source>Single shot</source>
        <translation>单镜头</translation>
    </message>
    <message>
        <source>Multi shot</source>
        <translation>多镜头</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Playing</source>
        <translation>正在播放</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Volume: {percent}</source>
        <translation>音量：{percent}</translation>
    </message>
    <message>
        <source>Sound is off</source>
        <translation>声音已关闭</translation>
    </message>
    <message>
        <source>Sound is on</source>
        <translation>声音已打开</translation>
    </message>
    <message>
        <source>Loop is on</source>
        <translation>循环已打开</translation>
    </message>
    <message>
        <source>Loop is off</source>
        <translation>循环已关闭</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>The service accepts this key.</source>
        <translation>服务接受这个密钥。</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>存为预设…</translation>
    </message>
    <message>
        <source>Manage presets…</source>
        <translation>管理预设…</translation>
    </message>
</context>
<context>
    <name>PresetShelf</name>
    <message>
        <source>The form has the settings of “{name}”.</source>
        <translation>已套用预设“{name}”。</translation>
    </message>
    <message>
        <source>There are too many presets. Delete one first.</source>
        <translation>预设太多了，请先删除一个。</translation>
    </message>
    <message>
        <source>Saved as the preset “{name}”.</source>
        <translation>已存为预设“{name}”。</translation>
    </message>
    <message>
        <source>There is a preset of this name already, or the name is empty.</source>
        <translation>已有同名的预设，或名称为空。</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>导出预设</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>预设 (*.json)</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message numerus="yes">
        <source>%n preset(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 个预设。</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
</context>
<context>
    <name>PresetsDialog</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>None yet. “Save as a preset…” beside the prompt makes one.</source>
        <translation>还没有预设。用提示词旁的“存为预设…”可以新建。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>The sound is being prepared. One moment.</source>
        <translation>正在准备声音，请稍等。</translation>
    </message>
    <message>
        <source>Paste a whole link that starts with http:// or https://.</source>
        <translation>请粘贴以 http:// 或 https:// 开头的完整链接。</translation>
    </message>
    <message>
        <source>Choose a sound file or a link, not both.</source>
        <translation>请选择音频文件或链接，不要两者都选。</translation>
    </message>
    <message>
        <source>Choose one of the values shown here.</source>
        <translation>请选择此处列出的值。</translation>
    </message>
    <message>
        <source>This value cannot be used. Enter it again.</source>
        <translation>此值无法使用，请重新输入。</translation>
    </message>
    <message>
        <source>Drop an image first.</source>
        <translation>请先拖入一张图片。</translation>
    </message>
    <message>
        <source>Choose a sound file or paste the link of one, or choose another kind of sound.</source>
        <translation>请选择音频文件或粘贴音频链接，或改用其他声音选项。</translation>
    </message>
    <message>
        <source>This cannot be empty.</source>
        <translation>此项不能为空。</translation>
    </message>
    <message>
        <source>The service takes {limit} characters at most and silently cuts the rest. Shorten this text.</source>
        <translation>服务最多接受 {limit} 个字符，超出部分会被直接截断。请缩短文字。</translation>
    </message>
    <message>
        <source>Enter a whole number from {least} to {most}.</source>
        <translation>请输入 {least} 至 {most} 之间的整数。</translation>
    </message>
</context>
<context>
    <name>PromptColumns</name>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <source>Earlier text {number} of {count}</source>
        <translation>之前的内容，第 {number} 条，共 {count} 条</translation>
    </message>
    <message>
        <source>Your text of before</source>
        <translation>你刚才的内容</translation>
    </message>
</context>
<context>
    <name>PublicHostDialog</name>
    <message>
        <source>Public host</source>
        <translation>公共托管网站</translation>
    </message>
    <message>
        <source>Put this sound on a public host?</source>
        <translation>把这段声音放到公共托管网站上吗？</translation>
    </message>
    <message>
        <source>The sound goes to {host}, which keeps it for {hours} hours and cannot be asked to remove it. The host can listen to it, and so can anyone who has its link. The link goes to the service.</source>
        <translation>声音会上传到 {host}，保存 {hours} 小时，期间无法要求删除。该主机可以听到它，任何有链接的人也可以。链接会发给服务。</translation>
    </message>
    <message>
        <source>Use only sound that others may hear. You are asked each time; other ways are chosen under “Sound”.</source>
        <translation>请只使用可以让别人听到的声音。每次都会询问你；其他方式可在“声音”处选择。</translation>
    </message>
    <message>
        <source>Upload and send</source>
        <translation>上传并发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RefusedAgainDialog</name>
    <message>
        <source>Refused before</source>
        <translation>曾被拒绝</translation>
    </message>
    <message>
        <source>Send what was refused before?</source>
        <translation>要发送曾被拒绝的请求吗？</translation>
    </message>
    <message>
        <source>The service did not tell whether it was the image, the prompt or the finished video. Other words, another image or another setting make it a new request.</source>
        <translation>服务没有说明问题出在图片、提示词还是生成的视频。换一种说法、换一张图片或改一项设置，就是新的请求。</translation>
    </message>
    <message>
        <source>The image that was sent</source>
        <translation>已发送的图片</translation>
    </message>
    <message>
        <source>The videos that were refused</source>
        <translation>被拒绝过的视频</translation>
    </message>
    <message>
        <source>The prompt that was sent</source>
        <translation>已发送的提示词</translation>
    </message>
    <message>
        <source>The service’s own words</source>
        <translation>服务返回的原文</translation>
    </message>
    <message>
        <source>Send it all the same</source>
        <translation>仍要发送</translation>
    </message>
    <message>
        <source>Send all {count}</source>
        <translation>仍要发送全部 {count} 个</translation>
    </message>
    <message>
        <source>Sends the same requests once more. They are charged like new ones.</source>
        <translation>再次发送同样的请求，按新任务计费。</translation>
    </message>
    <message>
        <source>Sends the same request once more. It is charged like a new one.</source>
        <translation>再次发送同样的请求，按新任务计费。</translation>
    </message>
    <message>
        <source>Send the other {count}</source>
        <translation>只发送其余 {count} 个</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>去修改</translation>
    </message>
    <message>
        <source>The content check has refused {count} of these {of} videos before, unchanged.</source>
        <translation>这 {of} 个视频中，有 {count} 个与内容审核拒绝过的请求完全相同。</translation>
    </message>
    <message>
        <source>The content check refused this very request: {when}.</source>
        <translation>内容审核拒绝过同一请求：{when}。</translation>
    </message>
    <message>
        <source>The content check refused this very request {times} times, the last time: {when}.</source>
        <translation>内容审核已 {times} 次拒绝同一请求，最近一次：{when}。</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>The report is being put together…</source>
        <translation>正在整理报告…</translation>
    </message>
    <message>
        <source>Save a report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>A report for whoever mends the program</source>
        <translation>给程序维护者的报告</translation>
    </message>
    <message>
        <source>This is all that is in it: no API key, no links to videos, no pictures. Nothing is sent anywhere; you decide who gets the file.</source>
        <translation>这就是报告的全部内容：没有 API 密钥，没有视频链接，也没有图片。报告不会发送到任何地方，由你决定把文件交给谁。</translation>
    </message>
    <message>
        <source>Files in the report</source>
        <translation>报告中的文件</translation>
    </message>
    <message>
        <source>Text of the file</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Include my prompts and the names of my files</source>
        <translation>包含我的提示词和文件名</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>RequestDialog</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>In demo mode it goes to the service inside this program; nothing leaves this computer.</source>
        <translation>演示模式下，请求发给程序内置的服务，不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Your API key goes beside it, in a header, and is not shown.</source>
        <translation>你的 API 密钥放在请求头里一同发送，此处不显示。</translation>
    </message>
    <message>
        <source>Nothing was changed: image and texts go as you gave them.</source>
        <translation>没有任何更改：图片和文字按你提供的原样发送。</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>发送的内容</translation>
    </message>
    <message>
        <source>The picture that is sent</source>
        <translation>发送的图片</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>图片显示大小</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>100%</source>
        <translation>100%</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Each pixel of it as one of the screen</source>
        <translation>图片的一个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>The request</source>
        <translation>请求内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>the sound is cut, put into your own storage, and its link is added (audio_url)</source>
        <translation>声音会被剪切并存入你自己的存储，其链接会加入请求（audio_url）</translation>
    </message>
    <message>
        <source>the sound is cut, put on a public host, and its link is added (audio_url)</source>
        <translation>声音会被剪切并放到公共托管网站上，其链接会加入请求（audio_url）</translation>
    </message>
    <message>
        <source>the sound is cut and goes inside the request</source>
        <translation>声音会被剪切并直接放进请求</translation>
    </message>
    <message>
        <source>the sound is cut and laid under the finished video here: the service hears nothing of it</source>
        <translation>声音会被剪切，在本机配到完成的视频上，服务不会收到它</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore the job list</source>
        <translation>恢复任务列表</translation>
    </message>
    <message>
        <source>What can be brought back</source>
        <translation>可以恢复的内容</translation>
    </message>
    <message>
        <source>Nothing is sent and nothing is paid by this. What is left of the old list is kept.</source>
        <translation>恢复不会发送任何请求，也不会产生费用。旧列表的残余文件会保留。</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>Restored</name>
    <message>
        <source>The job list is restored.</source>
        <translation>任务列表已恢复。</translation>
    </message>
    <message>
        <source>Jobs: {count}.</source>
        <translation>任务：{count} 个。</translation>
    </message>
    <message>
        <source>There is no copy and no record of changes: the list begins anew.</source>
        <translation>没有副本，也没有变更记录：任务列表将从头开始。</translation>
    </message>
    <message>
        <source>There is no copy: all from the record of changes.</source>
        <translation>没有副本：全部来自变更记录。</translation>
    </message>
    <message>
        <source>From the copy of {day}; new or changed after it: {count}.</source>
        <translation>来自 {day} 的副本；此后新增或变更：{count} 个。</translation>
    </message>
    <message>
        <source>Accepted by the service, followed again: {count}.</source>
        <translation>服务已受理，将继续跟踪：{count} 个。</translation>
    </message>
    <message>
        <source>Perhaps sent, never answered, yours to decide: {count}.</source>
        <translation>可能已发送但没有收到回应，由你决定：{count} 个。</translation>
    </message>
    <message>
        <source>Not sent yet, stopped until you say so: {count}.</source>
        <translation>尚未发送，已停止，由你决定是否继续：{count} 个。</translation>
    </message>
    <message>
        <source>Videos in the library without a job: {count}.</source>
        <translation>素材库中没有对应任务的视频：{count} 个。</translation>
    </message>
    <message>
        <source>Damaged lines of the record, left out: {count}.</source>
        <translation>记录中损坏而略过的行：{count} 行。</translation>
    </message>
</context>
<context>
    <name>SavePresetDialog</name>
    <message>
        <source>There is a preset of this name. It is replaced.</source>
        <translation>已有同名的预设，将被替换。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>存为预设</translation>
    </message>
    <message>
        <source>Keeps the settings of the form as they are now, without the image and sound files.</source>
        <translation>保存表单现在的设置，不含图片和音频文件。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Keep the prompts too</source>
        <translation>同时保存提示词</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SecondStarts</name>
    <message>
        <source>Wan Desktop was already open: this is its window.</source>
        <translation>Wan Desktop 已经打开：这就是它的窗口。</translation>
    </message>
    <message>
        <source>“{name}” was handed over by a second start of the program.</source>
        <translation>“{name}”由再次启动的程序交来。</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Secret key</source>
        <translation>私有密钥</translation>
    </message>
    <message>
        <source>A secret key is kept; type to replace it</source>
        <translation>已保存私有密钥，输入可替换</translation>
    </message>
    <message>
        <source>Paste the secret key here</source>
        <translation>在此粘贴私有密钥</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Puts a small file there, fetches it by a link as the service will, and removes it.</source>
        <translation>放入一个小文件，像服务那样通过链接取回，然后删除。</translation>
    </message>
    <message>
        <source>Remove the secret key</source>
        <translation>移除私有密钥</translation>
    </message>
</context>
<context>
    <name>SeedControl</name>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Draw a seed and keep it</source>
        <translation>抽取一个种子并固定</translation>
    </message>
    <message>
        <source>A random seed for every video</source>
        <translation>每个视频使用随机种子</translation>
    </message>
</context>
<context>
    <name>Segmented</name>
    <message>
        <source>{name}: {choice}</source>
        <translation>{name}：{choice}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Write the service’s address first.</source>
        <translation>请先填写服务地址。</translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation>素材库文件夹</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Page of the settings</source>
        <translation>设置页面</translation>
    </message>
    <message>
        <source>Something on the other page is not complete yet.</source>
        <translation>另一页上还有内容没有填完。</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限额</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>服务地址</translation>
    </message>
    <message>
        <source>Videos are rendered on this computer. Nothing is sent and nothing is charged.</source>
        <translation>视频在本机合成，不上传任何内容，也不产生费用。</translation>
    </message>
    <message>
        <source>Write an address that starts with https://. Plain http:// works for this computer only.</source>
        <translation>请填写以 https:// 开头的地址。http:// 只能用于本机。</translation>
    </message>
    <message>
        <source>Write the whole path of a folder, or leave this empty.</source>
        <translation>请填写文件夹的完整路径，或留空。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Write the settings and the image into the finished video</source>
        <translation>把生成设置和图片写入完成的视频</translation>
    </message>
    <message>
        <source>Prompt, parameters and a small copy of the image. Whoever gets the video can see them; dropped into this window, it brings them back.</source>
        <translation>提示词、参数和图片的小尺寸副本。拿到视频的人都能看到；把视频拖回这个窗口即可恢复它们。</translation>
    </message>
    <message>
        <source>Tell me when a video is done and this window is not in front</source>
        <translation>视频完成而此窗口不在前台时通知我</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Demo on this computer</source>
        <translation>本机演示</translation>
    </message>
    <message>
        <source>Another address…</source>
        <translation>其他地址…</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>of {whole}, video {video}</source>
        <translation>共 {whole}，视频 {video}</translation>
    </message>
    <message>
        <source>{format}, {size}, unchanged</source>
        <translation>{format}，{size}，未作改动</translation>
    </message>
    <message>
        <source>{format}, {size}</source>
        <translation>{format}，{size}</translation>
    </message>
    <message>
        <source>The last {seconds} of the video are silent.</source>
        <translation>视频最后 {seconds}没有声音。</translation>
    </message>
    <message>
        <source>The video ends {seconds} before this part does.</source>
        <translation>视频比这一段早 {seconds}结束。</translation>
    </message>
    <message>
        <source>Silence fills it up to the {least} that the service needs.</source>
        <translation>后面补上静音，以达到服务要求的 {least}。</translation>
    </message>
</context>
<context>
    <name>SoundCard</name>
    <message>
        <source>Remove the sound</source>
        <translation>移除声音</translation>
    </message>
</context>
<context>
    <name>SoundDialog</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Cutting…</source>
        <translation>正在剪切…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>试听</translation>
    </message>
    <message>
        <source>Sound from “{name}”</source>
        <translation>来自“{name}”的声音</translation>
    </message>
    <message>
        <source>Fade in</source>
        <translation>淡入</translation>
    </message>
    <message>
        <source>Fade out</source>
        <translation>淡出</translation>
    </message>
    <message>
        <source>Reaches the video by</source>
        <translation>送达方式</translation>
    </message>
    <message>
        <source>Stretch of the sound that is shown</source>
        <translation>显示的声音范围</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use this part</source>
        <translation>使用这一段</translation>
    </message>
</context>
<context>
    <name>SoundField</name>
    <message>
        <source>The service is asked for a silent video; it may still add sound.</source>
        <translation>会请求生成无声视频，但服务仍可能加入声音。</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动配音</translation>
    </message>
    <message>
        <source>A part of a sound or video file, or a sound from a link.</source>
        <translation>取自声音或视频文件的一段，或来自链接的声音。</translation>
    </message>
    <message>
        <source>Drop a sound or choose a file…</source>
        <translation>把声音拖到这里，或选择文件…</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>From file</source>
        <translation>使用音频文件</translation>
    </message>
    <message>
        <source>The service makes sound that fits the video.</source>
        <translation>由服务生成与画面相配的声音。</translation>
    </message>
    <message>
        <source>A video without sound.</source>
        <translation>没有声音的视频。</translation>
    </message>
    <message>
        <source>Link of the sound</source>
        <translation>音频链接</translation>
    </message>
    <message>
        <source>Or the link of a sound</source>
        <translation>或填写音频链接</translation>
    </message>
    <message>
        <source>MP3 or WAV, {least} to {most} seconds, {megabytes} MB at most. Anyone must be able to open the link.</source>
        <translation>MP3 或 WAV，{least} 至 {most} 秒，不超过 {megabytes} MB。链接须无需登录即可访问。</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>Your own object store</source>
        <translation>你自己的对象存储</translation>
    </message>
    <message>
        <source>Other ways for a sound file</source>
        <translation>音频文件的其他方式</translation>
    </message>
    <message>
        <source>Access key ID</source>
        <translation>访问密钥 ID</translation>
    </message>
    <message>
        <source>Secret key</source>
        <translation>私有密钥</translation>
    </message>
    <message>
        <source>Address, region</source>
        <translation>地址、区域</translation>
    </message>
    <message>
        <source>Bucket, folder</source>
        <translation>存储桶、文件夹</translation>
    </message>
    <message>
        <source>Address of the object store</source>
        <translation>对象存储的地址</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>存储桶</translation>
    </message>
    <message>
        <source>name of the bucket</source>
        <translation>存储桶名称</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Folder in the bucket</source>
        <translation>存储桶中的文件夹</translation>
    </message>
    <message>
        <source>Bucket in front of the address (Alibaba OSS, Tencent COS)</source>
        <translation>存储桶名放在地址前面（阿里云 OSS、腾讯云 COS）</translation>
    </message>
    <message>
        <source>S3, R2, OSS, COS, MinIO. A sound file is put there, the service gets a link that lives for 24 hours, and the file is removed when the video is done.</source>
        <translation>S3、R2、OSS、COS、MinIO。音频文件会放到那里，服务得到一个 24 小时有效的链接，视频完成后文件会被删除。</translation>
    </message>
    <message>
        <source>Fill in address, bucket and access key ID, or empty all three. The address starts with https://.</source>
        <translation>请填写地址、存储桶和访问密钥 ID，或者三项都清空。地址以 https:// 开头。</translation>
    </message>
    <message>
        <source>Offer a public host for sound files</source>
        <translation>允许选择用公共托管网站传送音频文件</translation>
    </message>
    <message>
        <source>{host} keeps a file for {hours} hours. The host, and anyone who has the link, can listen to it. You are asked each time.</source>
        <translation>{host} 会把文件保存 {hours} 小时。该主机以及任何有链接的人都可以听到。每次都会询问你。</translation>
    </message>
    <message>
        <source>Offer to send the sound inside the request (experimental)</source>
        <translation>允许选择把声音放进请求里发送（实验性）</translation>
    </message>
    <message>
        <source>Nobody knows whether these services take it. A video may come without your sound and be charged all the same.</source>
        <translation>没有人知道这些服务是否接受。视频可能没有你的声音，却照样收费。</translation>
    </message>
    <message>
        <source>Always there: the sound is laid under the finished video on this computer. The service then does not hear it, so that lips do not move to it.</source>
        <translation>始终可用：在这台电脑上把声音配到完成的视频里。服务听不到它，因此口型不会随之变化。</translation>
    </message>
</context>
<context>
    <name>SoundPicture</name>
    <message>
        <source>{start}–{end}
of {whole}</source>
        <translation>{start}–{end}
共 {whole}</translation>
    </message>
    <message>
        <source>Reading “{name}”… {percent}</source>
        <translation>正在读取“{name}”… {percent}</translation>
    </message>
    <message>
        <source>Reading “{name}”…</source>
        <translation>正在读取“{name}”…</translation>
    </message>
    <message>
        <source>Sound “{name}”, {times}</source>
        <translation>声音“{name}”，{times}</translation>
    </message>
    <message>
        <source>Choose another part of “{name}”</source>
        <translation>选择“{name}”的另一段</translation>
    </message>
</context>
<context>
    <name>SoundTool</name>
    <message>
        <source>Choose a sound</source>
        <translation>选择声音</translation>
    </message>
    <message>
        <source>Sounds and videos</source>
        <translation>声音和视频</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>No sound can be heard here: this computer has no sound output.</source>
        <translation>无法试听：这台电脑没有音频输出设备。</translation>
    </message>
</context>
<context>
    <name>SoundWay</name>
    <message>
        <source>Own storage</source>
        <translation>自己的存储</translation>
    </message>
    <message>
        <source>Temporary public host</source>
        <translation>临时公共托管网站</translation>
    </message>
    <message>
        <source>Inside the request</source>
        <translation>随请求发送</translation>
    </message>
    <message>
        <source>Laid under the video</source>
        <translation>配到视频里</translation>
    </message>
    <message>
        <source>A private link, good for 24 hours.</source>
        <translation>私有链接，24 小时内有效。</translation>
    </message>
    <message>
        <source>Anyone who has the link can hear it for a day.</source>
        <translation>一天之内，任何有链接的人都能听到。</translation>
    </message>
    <message>
        <source>Experimental: the service may refuse it.</source>
        <translation>实验性：服务可能会拒绝。</translation>
    </message>
    <message>
        <source>Added on this computer. The picture will not follow the sound.</source>
        <translation>在这台电脑上加入，画面不会随声音变化。</translation>
    </message>
</context>
<context>
    <name>SpendDialog</name>
    <message>
        <source>Today: {sum}</source>
        <translation>今天：{sum}</translation>
    </message>
    <message>
        <source>This month: {sum}</source>
        <translation>本月：{sum}</translation>
    </message>
    <message>
        <source>{sum} of {limit} a day</source>
        <translation>{sum}，每日限额 {limit}</translation>
    </message>
    <message>
        <source>Spending</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>按天</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>按月</translation>
    </message>
    <message>
        <source>By video</source>
        <translation>按视频</translation>
    </message>
    <message>
        <source>Lines of the table</source>
        <translation>表格的行</translation>
    </message>
    <message>
        <source>Nothing was spent yet. Demo videos cost nothing and are not listed.</source>
        <translation>还没有花费。演示视频不收费，也不列入。</translation>
    </message>
    <message>
        <source>≈ is from the service’s price list when you agreed; without ≈, it is what your balance really lost. Videos in doubt and removed videos are counted, too.</source>
        <translation>≈ 为你确认时服务价目表上的价格；没有 ≈ 的，是余额实际减少的金额。未确认的视频和已移除的视频也计算在内。</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Spending</name>
    <message>
        <source>Export spending</source>
        <translation>导出花费记录</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频数</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>价格未知</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未发送</translation>
    </message>
    <message>
        <source>not billed</source>
        <translation>未计费</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>StageMessage</name>
    <message>
        <source>Open outside</source>
        <translation>用其他程序打开</translation>
    </message>
    <message>
        <source>Opens the video in the system&apos;s own player.</source>
        <translation>用系统自带的播放器打开视频。</translation>
    </message>
    <message>
        <source>The video is not in its place any more</source>
        <translation>视频已不在原来的位置</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted, or its drive is not connected.</source>
        <translation>它可能已被移动、重命名或删除，或者所在的磁盘没有连接。</translation>
    </message>
    <message>
        <source>This video cannot be played here</source>
        <translation>无法在此播放这个视频</translation>
    </message>
    <message>
        <source>The file may be damaged. Another player may still open it.</source>
        <translation>文件可能已损坏，其他播放器也许还能打开它。</translation>
    </message>
    <message>
        <source>Videos cannot be played in this window</source>
        <translation>无法在此窗口中播放视频</translation>
    </message>
    <message>
        <source>The part of the system that plays videos is missing. Your video is safe in its folder.</source>
        <translation>系统缺少播放视频所需的组件。你的视频仍完好地保存在文件夹中。</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>{time} of {length}</source>
        <translation>{time}，共 {length}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>退出全屏</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Speed: {speed}</source>
        <translation>速度：{speed}</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Position in the video</source>
        <translation>播放位置</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>当前时间</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>总时长</translation>
    </message>
</context>
<context>
    <name>UnconfirmedDialog</name>
    <message>
        <source>Sent, but no answer arrived</source>
        <translation>已发送，但未收到回应</translation>
    </message>
    <message>
        <source>Was this video accepted?</source>
        <translation>这个视频被受理了吗？</translation>
    </message>
    <message>
        <source>I have its task id</source>
        <translation>我有它的任务编号</translation>
    </message>
    <message>
        <source>Paste it from the service’s usage page, and the video is followed as usual.</source>
        <translation>从服务的用量页面复制并粘贴到这里，之后会照常跟踪这个视频。</translation>
    </message>
    <message>
        <source>Task id</source>
        <translation>任务编号</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>再发送一次</translation>
    </message>
    <message>
        <source>Send it again; I accept a possible second charge of {amount}.</source>
        <translation>再发送一次；我接受可能再次扣费 {amount}。</translation>
    </message>
    <message>
        <source>If the first one was accepted after all, you pay for both.</source>
        <translation>如果第一次其实已被受理，两次都会收费。</translation>
    </message>
    <message>
        <source>“%1” was sent at %2, but no usable answer came back. It may have been accepted, and then it is billed. Nothing is sent again unless you say so.</source>
        <translation>“%1”已于 %2 发送，但没有收到可用的回应。它可能已被受理，那样就会收费。未经你同意，不会再次发送。</translation>
    </message>
    <message>
        <source>Details: %1</source>
        <translation>详情：%1</translation>
    </message>
    <message>
        <source>Send it again; I accept a possible second charge.</source>
        <translation>再发送一次；我接受可能再次扣费。</translation>
    </message>
    <message>
        <source>Forget this video</source>
        <translation>不再跟踪</translation>
    </message>
    <message>
        <source>It is not watched any more. The service may still finish it and bill it.</source>
        <translation>不再关注这个视频。服务仍可能完成它并收费。</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>以后再定</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>May cost a second {amount}: if the first one was accepted after all, you pay for both.</source>
        <translation>可能再花 {amount}：如果第一次其实已被受理，两次都要付费。</translation>
    </message>
    <message>
        <source>Your video</source>
        <translation>你的视频</translation>
    </message>
</context>
<context>
    <name>UnknownPriceDialog</name>
    <message>
        <source>Price unknown</source>
        <translation>价格未知</translation>
    </message>
    <message numerus="yes">
        <source>Send %n videos without knowing their price?</source>
        <translation>
            <numerusform>不知道价格，仍要发送 %n 个视频吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Send it without knowing its price?</source>
        <translation>不知道价格也要发送吗？</translation>
    </message>
    <message>
        <source>You have set a limit, but the service does not say what this video costs, so nobody can tell whether it stays within it.</source>
        <translation>你设了限额，但服务没有给出这个视频的价格，因此无法判断是否会超出。</translation>
    </message>
    <message>
        <source>You have set a limit, but the service does not say what these videos cost, so nobody can tell whether they stay within it.</source>
        <translation>你设置了限额，但服务没有说明这些视频的价格，因此无法判断是否超出限额。</translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation>仍要发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message>
        <source>The videos of your library are listed again: {count}.</source>
        <translation>素材库中的视频已重新列出：{count} 个。</translation>
    </message>
</context>
<context>
    <name>VideoReturn</name>
    <message>
        <source>This video brings its settings back, but no image: drop that too.</source>
        <translation>这个视频带回了参数，但没有图片：请把图片也拖进来。</translation>
    </message>
    <message>
        <source>This is the small copy of the image that the video keeps; the original is sharper.</source>
        <translation>这是视频里保存的小尺寸图片副本，原图更清晰。</translation>
    </message>
    <message>
        <source>Its sound, “{name}”, is no longer on this computer.</source>
        <translation>它的音频文件“{name}”已不在这台电脑上。</translation>
    </message>
</context>
<context>
    <name>WaveformView</name>
    <message>
        <source>Part of the sound</source>
        <translation>选用的声音片段</translation>
    </message>
    <message>
        <source>Drag the window, or trim it at its edges. Arrow keys move it, with Shift faster; with Ctrl they move its end, with Alt its start. Space listens.</source>
        <translation>拖动窗口可移动，拖动边缘可修剪。方向键移动，按住 Shift 移动更快；按住 Ctrl 移动终点，按住 Alt 移动起点。空格键试听。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Turn an image into a video</source>
        <translation>让图片变成视频</translation>
    </message>
    <message>
        <source>Drop an image anywhere in this window, say what should happen, press Generate. The video plays here and is kept in your Videos folder.</source>
        <translation>把图片拖到窗口任意位置，写下画面中会发生什么，然后点击“生成视频”。视频会在这里播放，并保存在你的“视频”文件夹中。</translation>
    </message>
    <message>
        <source>Try this lake</source>
        <translation>试试这片湖</translation>
    </message>
    <message>
        <source>Try these dunes</source>
        <translation>试试这片沙丘</translation>
    </message>
    <message>
        <source>Try these hills</source>
        <translation>试试这片山丘</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>约剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>up to {minutes} min left</source>
        <translation>最多还剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{low}–{high} min left</source>
        <translation>还剩 {low}–{high} 分钟</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <extracomment>How a month and its year are written, by QLocale&apos;s letters.</extracomment>
        <translation>yyyy年M月</translation>
    </message>
</context>
<context>
    <name>_Completion</name>
    <message>
        <source>{name} is in this folder already. Replace it?</source>
        <translation>这个文件夹里已有 {name}。要替换它吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
</TS>
