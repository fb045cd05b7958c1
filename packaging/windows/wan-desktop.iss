; The installer for Windows. Compiled by installer.py, which gives by /D: Folder (the frozen program), Icon,
; Version (as people read it), FileVersion (four numbers), and Signed where files are to be signed.
; For Inno Setup 6.6 (WizardStyle "dynamic") and newer; UTF-8 without BOM, as 6.3 and newer read it. Names in
; quotes below are topics of its help. Read line by line against the help and the source of 7.1.0; run under Wine alone.

#if VER < EncodeVer(6, 6, 0)
  #error Inno Setup 6.6 or newer is needed
#endif

; The same as in wan_desktop/app/windows_identity.py (a test compares them).
#define AppUserModelId "WanDesktop.WanDesktop"
#define RunningMutex "WanDesktopIsRunning"

; Official since Inno Setup 7.0.2. For older ones what a user sees is translated here.
#define OfficialChinese AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl"

[Setup]
AppId={{EB09798A-B332-40DA-9302-1EF57F0BC02E}
AppName=Wan Desktop
AppVersion={#Version}
AppPublisher=Wan Desktop
VersionInfoVersion={#FileVersion}
; Of Qt 6.11: Windows 10 1809.
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; For the user alone, without an administrator, unless they choose otherwise. A newer version is installed as the
; one before it and does not ask ("UsePreviousPrivileges").
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
DefaultDirName={autopf}\Wan Desktop
DisableProgramGroupPage=yes
WizardStyle=modern dynamic
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\wan-desktop.exe
; Windows shows the version beside it.
UninstallDisplayName=Wan Desktop
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
ChangesEnvironment=yes
; Installing over an open window would take its modules from under it: Setup and the uninstaller wait until the
; user has closed it ("AppMutex"). A copy that was only unpacked counts as well, and one in another session not.
AppMutex={#RunningMutex}
; What has no window, as a command in a terminal, Windows' Restart Manager asks to end.
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.com,*.dll,*.pyd
RestartApplications=no
#ifdef Signed
SignTool=signing
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
#if FileExists(OfficialChinese)
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
#else
Name: "zh"; MessagesFile: "compiler:Default.isl,ChineseSimplified.isl"
#endif

[CustomMessages]
en.CommandLine=Command line:
zh.CommandLine=命令行：
en.AddToPath=Let “wan-desktop” be typed in a terminal (adds the program to &PATH)
zh.AddToPath=可在终端中输入 wan-desktop（将程序加入 PATH）(&P)
en.ImageType=Image (Wan Desktop)
zh.ImageType=图片（Wan Desktop）
en.KeptOfEach=Each user’s videos are kept in “Wan Desktop” among their videos, and in any other folder that they chose in the settings. The job list, the settings and the images as sent are kept in their %LocalAppData%\wan-desktop, so that they are there if you install Wan Desktop again.
zh.KeptOfEach=每个用户的视频都已保留，在各自“视频”文件夹的“Wan Desktop”中，以及各自在设置中选择的其他文件夹中。任务列表、设置和已发送的图片保留在各自的 %LocalAppData%\wan-desktop 中，重新安装 Wan Desktop 后仍可使用。
en.KeptVideos=Your videos are kept:%n%n%1%n%nand in any other folder that you chose in the settings.
zh.KeptVideos=你的视频已保留：%n%n%1%n%n以及你在设置中选择的其他文件夹。
en.KeptData=The job list, the settings and the images as sent are kept here, so that they are there if you install Wan Desktop again. Delete the folder if you do not need them:%n%n%1
zh.KeptData=任务列表、设置和已发送的图片保留在下面的文件夹中，重新安装 Wan Desktop 后仍可使用。如不需要，可删除该文件夹：%n%n%1
en.KeptPortable=The folder “data” beside the program is kept with everything in it, its videos too:%n%n%1
zh.KeptPortable=程序旁边的“data”文件夹及其中的所有内容（包括视频）都已保留：%n%n%1
en.KeptKey=An API key that you gave is kept in Windows’ Credential Manager, under “wan-desktop”.
zh.KeptKey=如果你填写过 API 密钥，它保留在 Windows 的“凭据管理器”中，名称为“wan-desktop”。

[Messages]
en.ConfirmUninstall=Remove %1 from this computer? Your videos are kept.
zh.ConfirmUninstall=确定要卸载 %1 吗？你的视频会保留。

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "path"; Description: "{cm:AddToPath}"; GroupDescription: "{cm:CommandLine}"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not would otherwise stay and be loaded. Another program's, in a
; folder that was chosen by mistake, is left alone.
Type: filesandordirs; Name: "{app}\_internal"; Check: FileExists(ExpandConstant('{app}\wan-desktop.exe'))

[Files]
; Without a SignTool "signonce" is ignored. It signs the files in Folder themselves.
Source: "{#Folder}\wan-desktop.exe"; DestDir: "{app}"; Flags: ignoreversion signonce
Source: "{#Folder}\wan-desktop.com"; DestDir: "{app}"; Flags: ignoreversion signonce
Source: "{#Folder}\_internal\*"; DestDir: "{app}\_internal"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Wan Desktop"; Filename: "{app}\wan-desktop.exe"; AppUserModelID: "{#AppUserModelId}"
Name: "{autodesktop}\Wan Desktop"; Filename: "{app}\wan-desktop.exe"; AppUserModelID: "{#AppUserModelId}"; Tasks: desktopicon

[Registry]
; Started by its name from Win+R.
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\wan-desktop.exe"; ValueType: string; ValueName: ""; ValueData: "{app}\wan-desktop.exe"; Flags: uninsdeletekey

; Offered under "Open with" for images, and the default for none. Removal takes the lines from the last to the
; first, so that a key that only this program needed is empty when its own line comes. Setup does not touch the
; suffix's own key, which may be Windows' ("dontcreatekey" without a value).
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Wan Desktop"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\wan-desktop.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\WanDesktop.Image"; ValueType: string; ValueName: ""; ValueData: "{cm:ImageType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\WanDesktop.Image"; ValueType: string; ValueName: "AppUserModelID"; ValueData: "{#AppUserModelId}"
Root: HKA; Subkey: "Software\Classes\WanDesktop.Image\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\wan-desktop.exe,0"
Root: HKA; Subkey: "Software\Classes\WanDesktop.Image\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\wan-desktop.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".avif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.avif"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.avif\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".bmp"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.bmp"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.bmp\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".gif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.gif"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.gif\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".heic"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.heic"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.heic\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".heif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.heif"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.heif\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".hif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.hif"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.hif\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jfif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.jfif"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.jfif\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpe"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.jpe"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.jpe\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.jpeg"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.jpeg\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.jpg"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.jpg\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.png"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.png\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".tif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.tif"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.tif\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".tiff"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.tiff"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.tiff\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\wan-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\.webp"; Flags: dontcreatekey uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.webp\OpenWithProgids"; ValueType: string; ValueName: "WanDesktop.Image"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty

[Run]
Filename: "{app}\wan-desktop.exe"; Description: "{cm:LaunchProgram,Wan Desktop}"; Flags: nowait postinstall skipifsilent

[Code]
const
  MachineEnvironment = 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment';

function ReadPath(ForAll: Boolean; var Path: String): Boolean;
begin
  if ForAll then
    Result := RegQueryStringValue(HKEY_LOCAL_MACHINE, MachineEnvironment, 'Path', Path)
  else
    Result := RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Path);
end;

function HasPath(ForAll: Boolean): Boolean;
begin
  if ForAll then
    Result := RegValueExists(HKEY_LOCAL_MACHINE, MachineEnvironment, 'Path')
  else
    Result := RegValueExists(HKEY_CURRENT_USER, 'Environment', 'Path');
end;

procedure WritePath(ForAll: Boolean; Path: String);
var
  Written: Boolean;
begin
  { One that is there keeps its type: RegWriteStringValue leaves REG_EXPAND_SZ as it is. }
  if HasPath(ForAll) then
  begin
    if ForAll then
      Written := RegWriteStringValue(HKEY_LOCAL_MACHINE, MachineEnvironment, 'Path', Path)
    else
      Written := RegWriteStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Path);
  end
  else if ForAll then
    Written := RegWriteExpandStringValue(HKEY_LOCAL_MACHINE, MachineEnvironment, 'Path', Path)
  else
    Written := RegWriteExpandStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Path);
  if not Written then
    Log('PATH could not be written');
end;

{ The path without a folder as AddToPath writes it, and otherwise untouched: what stands there in quotes or by
  a variable was written by somebody else. Found tells whether the folder was in it. }
function PathWithout(Path, Folder: String; var Found: Boolean): String;
var
  Part: String;
  Place: Integer;
begin
  Result := '';
  Found := False;
  Path := Path + ';';
  while Path <> '' do
  begin
    Place := Pos(';', Path);
    Part := Copy(Path, 1, Place - 1);
    Path := Copy(Path, Place + 1, Length(Path));
    if SameText(RemoveBackslashUnlessRoot(Part), Folder) then
      Found := True
    else
      Result := Result + Part + ';';
  end;
  if Result <> '' then
    Result := Copy(Result, 1, Length(Result) - 1);
end;

procedure RemoveFromPath(ForAll: Boolean);
var
  Path, Rest: String;
  Found: Boolean;
begin
  if not ReadPath(ForAll, Path) then
    Exit;
  Rest := PathWithout(Path, ExpandConstant('{app}'), Found);
  if Found then
    WritePath(ForAll, Rest);
end;

procedure AddToPath(ForAll: Boolean);
var
  Path, Rest, Folder: String;
  Found: Boolean;
begin
  Folder := ExpandConstant('{app}');
  { It would be read as two folders. }
  if Pos(';', Folder) > 0 then
    Exit;
  Path := '';
  { One that is there and cannot be read must not be written over. }
  if not ReadPath(ForAll, Path) and HasPath(ForAll) then
    Exit;
  Rest := PathWithout(Path, Folder, Found);
  if Found then
    Exit;
  if (Path <> '') and (Path[Length(Path)] <> ';') then
    Path := Path + ';';
  WritePath(ForAll, Path + Folder);
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep <> ssPostInstall then
    Exit;
  if WizardIsTaskSelected('path') then
    AddToPath(IsAdminInstallMode)
  else
    RemoveFromPath(IsAdminInstallMode);
end;

{ The user's videos: as Windows says, or where it has them in the ordinary course of things. }
function Videos: String;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER,
      'Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders', 'My Video', Result) then
    Result := AddBackslash(GetEnv('USERPROFILE')) + 'Videos';
  Result := AddBackslash(Result) + 'Wan Desktop';
end;

{ What is left and where; nothing of the user's is removed. Removed for all users it may run under the account of
  an administrator, whose own folders are then not the ones to name. }
function Kept: String;
var
  Data: String;
begin
  if IsAdminInstallMode then
    Result := CustomMessage('KeptOfEach')
  else
  begin
    Result := FmtMessage(CustomMessage('KeptVideos'), [Videos]);
    Data := ExpandConstant('{localappdata}\wan-desktop');
    if DirExists(Data) then
      Result := Result + #13#10#13#10 + FmtMessage(CustomMessage('KeptData'), [Data]);
  end;
  { Beside the program it has made everything portable. }
  Data := ExpandConstant('{app}\data');
  if DirExists(Data) then
    Result := Result + #13#10#13#10 + FmtMessage(CustomMessage('KeptPortable'), [Data]);
  Result := Result + #13#10#13#10 + CustomMessage('KeptKey');
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  { Before the files go: once they are gone Windows is told of the changed variables, and only that once. }
  if CurUninstallStep = usUninstall then
    RemoveFromPath(IsAdminInstallMode);
  if (CurUninstallStep = usPostUninstall) and not UninstallSilent then
    SuppressibleMsgBox(Kept, mbInformation, MB_OK, IDOK);
end;
