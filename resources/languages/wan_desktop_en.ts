<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n files came; one image is taken at a time: “{name}”.</source>
        <translation>
            <numerusform>%n file came; one image is taken at a time: “{name}”.</numerusform>
            <numerusform>%n files came; one image is taken at a time: “{name}”.</numerusform>
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
</TS>
