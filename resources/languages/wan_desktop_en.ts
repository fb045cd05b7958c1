<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n prompts came.</source>
        <translation>
            <numerusform>%n prompt came.</numerusform>
            <numerusform>%n prompts came.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows belong to no image here.</source>
        <translation>
            <numerusform>%n row belongs to no image here.</numerusform>
            <numerusform>%n rows belong to no image here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images can’t be used:</source>
        <translation>
            <numerusform>%n image can’t be used:</numerusform>
            <numerusform>%n images can’t be used:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Preparing the images: %n to go…</source>
        <translation>
            <numerusform>Preparing the images: %n to go…</numerusform>
            <numerusform>Preparing the images: %n to go…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Generate %n videos</source>
        <translation>
            <numerusform>Generate %n video</numerusform>
            <numerusform>Generate %n videos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n more files were given than can be taken at once.</source>
        <translation>
            <numerusform>%n more file was given than can be taken at once.</numerusform>
            <numerusform>%n more files were given than can be taken at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenerateButton</name>
    <message numerus="yes">
        <source>Generate %n videos</source>
        <translation>
            <numerusform>Generate %n video</numerusform>
            <numerusform>Generate %n videos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to send</source>
        <translation>
            <numerusform>%n waiting to send</numerusform>
            <numerusform>%n waiting to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Library: %n video(s), {size}</source>
        <translation>
            <numerusform>Library: %n video, {size}</numerusform>
            <numerusform>Library: %n videos, {size}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PresetShelf</name>
    <message numerus="yes">
        <source>%n preset(s) imported.</source>
        <translation>
            <numerusform>%n preset imported.</numerusform>
            <numerusform>%n presets imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnknownPriceDialog</name>
    <message numerus="yes">
        <source>Send %n videos without knowing their price?</source>
        <translation>
            <numerusform>Send %n video without knowing its price?</numerusform>
            <numerusform>Send %n videos without knowing their price?</numerusform>
        </translation>
    </message>
</context>
</TS>
