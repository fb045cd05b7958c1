#!/bin/sh
# Removes what install.sh installed. Videos, the list of them and the settings stay.
set -eu

lib=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
name=wan-desktop

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

[ -f "$lib/shared-files" ] || stop "Start the uninstall.sh of the installed program: FOLDER/lib/wan-desktop/uninstall.sh"
prefix=${lib%/lib/"$name"}
share=$prefix/share
[ -w "$lib" ] || stop "You may not change $prefix: start this as the one who installed it, or as root."

for link in /proc/[0-9]*/exe; do
    case $(readlink -- "$link" 2>/dev/null || :) in
        "$lib"/*) stop "Wan Desktop is running. Close it first, then start this again." ;;
    esac
done

case $(readlink -- "$prefix/bin/$name" 2>/dev/null || :) in
    "../lib/$name/"*) rm -f -- "$prefix/bin/$name" ;;
esac
while IFS= read -r file; do
    rm -f -- "$share/$file"
done <"$lib/shared-files"
folders=$(sort -r "$lib/made-folders")
rm -rf -- "$lib"
# The cache of "Open with" is for the entries that are left, and of no use without any.
if [ -d "$share/applications" ]; then
    update-desktop-database -q "$share/applications" 2>/dev/null || :
fi
if [ -f "$share/applications/mimeinfo.cache" ] && ! ls "$share/applications/"*.desktop >/dev/null 2>&1; then
    rm -f -- "$share/applications/mimeinfo.cache"
fi
if [ -f "$share/icons/hicolor/icon-theme.cache" ]; then
    gtk-update-icon-cache -q -t "$share/icons/hicolor" 2>/dev/null || :
fi
# Of the folders that install.sh made, those go that hold nothing else by now.
printf '%s\n' "$folders" | while IFS= read -r folder; do
    rmdir -- "$folder" 2>/dev/null || :
done

echo "Wan Desktop is removed. What was made with it stays:"
if [ "$(id -u)" = 0 ]; then
    echo "  each user's videos: in the folder \"Wan Desktop\" of their videos folder, or in the folder chosen in the settings"
    echo "  the list of videos and the settings: in ~/.local/share/$name of their home"
else
    folders=${XDG_CONFIG_HOME:-$HOME/.config}/user-dirs.dirs
    videos=$(sed -n 's/^XDG_VIDEOS_DIR="\(.*\)"$/\1/p' "$folders" 2>/dev/null || :)
    # The file names the home by its variable.
    case $videos in
        "\$HOME"*) videos=$HOME${videos#"\$HOME"} ;;
        '') videos=$HOME/Videos ;;
    esac
    echo "  your videos: in $videos/Wan Desktop, or in the folder chosen in the settings"
    echo "  the list of videos and your settings: in ${XDG_DATA_HOME:-$HOME/.local/share}/$name"
fi
echo "Delete these by hand if you do not want them any more."
