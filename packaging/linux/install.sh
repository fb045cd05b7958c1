#!/bin/sh
# Installs Wan Desktop from the unpacked folder: for you alone without root, for everyone as root.
# Needs no network. Start it again from a newer folder to upgrade: the old version stays whole until the new
# one has been tried.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
name=wan-desktop

usage() {
    cat <<WORDS
sh install.sh [--prefix FOLDER]

Installs Wan Desktop in FOLDER: in ~/.local, or in /usr/local for everyone when root starts it.
To remove it: sh FOLDER/lib/wan-desktop/uninstall.sh
WORDS
}

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then prefix=/usr/local; else prefix=${HOME:?}/.local; fi
while [ $# -gt 0 ]; do
    case $1 in
        --prefix=*) prefix=${1#--prefix=} ;;
        --prefix)
            [ $# -gt 1 ] || stop "--prefix needs a folder."
            prefix=$2
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift
done
[ -x "$here/$name" ] || stop "This folder is not complete: $here/$name is missing. Unpack the archive again."

# Folders that were not there are written down, so that uninstall.sh removes these and no others.
made=$(mktemp)
trap 'rm -f -- "$made"' EXIT
trap 'exit 1' HUP INT TERM
make_folder() {
    [ ! -d "$1" ] || return 0
    make_folder "$(dirname -- "$1")" && mkdir -- "$1" 2>/dev/null && (cd -- "$1" && pwd -P) >>"$made"
}

make_folder "$prefix" || stop "$prefix cannot be made: choose another folder with --prefix."
prefix=$(CDPATH='' cd -- "$prefix" && pwd -P)
lib=$prefix/lib/$name
share=$prefix/share
command=$prefix/bin/$name

for link in /proc/[0-9]*/exe; do
    case $(readlink -- "$link" 2>/dev/null || :) in
        "$lib"/*) stop "Wan Desktop is running. Close it first, then start this again." ;;
    esac
done

# A package manager would bring these by itself.
say_missing() {
    missing=$(
        find "$here/_internal" -name '*.so*' -type f -exec env LD_LIBRARY_PATH="$here/_internal" ldd {} + 2>/dev/null |
            sed -n 's/^[[:space:]]*\([^[:space:]]*\) => not found.*/\1/p' | sort -u |
            # Bundled ones may be found by what loads them alone, which ldd does not know.
            while IFS= read -r library; do
                [ -n "$(find "$here/_internal" -name "$library")" ] || printf '%s\n' "$library"
            done
    )
    [ -n "$missing" ] || return 0
    echo
    echo "These libraries of the system are missing, and without them the window may not open:"
    for library in $missing; do
        row=$(grep "^$library	" "$here/_internal/resources/system-libraries.tsv" || :)
        echo "  $library"
        [ -n "$row" ] || continue
        printf '%s\n' "$row" | while IFS='	' read -r _ debian fedora arch opensuse; do
            echo "      Debian, Ubuntu: $debian    Fedora: $fedora    Arch: $arch    openSUSE: $opensuse"
        done
    done
    echo "Install them with the package manager of your system."
}

# What has to be escaped in a desktop entry's quoted argument, and once more in its strings.
quoted() {
    printf '"%s"' "$(printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')"
}

for folder in "$lib" "$prefix/bin" "$share"; do
    if ! make_folder "$folder" || [ ! -w "$folder" ]; then
        stop "You may not write in $folder: choose another folder with --prefix, or start this as root."
    fi
done
if [ -e "$command" ] && [ ! -L "$command" ]; then
    stop "$command is there already and is another program: move it away first."
fi

new=$(mktemp -d -- "$lib/program.XXXXXX")
trap 'rm -rf -- "$new" "$made"' EXIT
chmod 755 "$new"
cp -R -- "$here/$name" "$here/_internal" "$new/" || stop "The files could not be copied: is the disk full?"
chmod -R u+rwX,go+rX,go-w "$new"
if ! words=$("$new/$name" --version 2>&1); then
    printf '%s\n' "$words" >&2
    stop "Wan Desktop does not run on this system (its words are above), so nothing was changed."
fi

# The link is what starts the program: replaced in one step, it leads to the old one or to the new one.
ln -s "../lib/$name/${new##*/}/$name" "$new.link"
mv -f -- "$new.link" "$command"
trap 'rm -f -- "$made"' EXIT
for old in "$lib"/program.*; do
    [ "$old" = "$new" ] || rm -rf -- "$old"
done

(cd -- "$here/share" && find . -type f) | while IFS= read -r file; do
    file=${file#./}
    make_folder "$(dirname -- "$share/$file")"
    case $file in
        *.desktop)
            # An absolute path: a menu need not know of ~/.local/bin.
            while IFS= read -r line; do
                case $line in
                    "Exec=$name "*) printf 'Exec=%s %s\n' "$(quoted "$command")" "${line#"Exec=$name "}" ;;
                    *) printf '%s\n' "$line" ;;
                esac
            done <"$here/share/$file" >"$share/$file.new"
            ;;
        *) cp -- "$here/share/$file" "$share/$file.new" ;;
    esac
    chmod 644 "$share/$file.new"
    mv -f -- "$share/$file.new" "$share/$file"
done
(cd -- "$here/share" && find . -type f) | sed 's,^\./,,' >"$lib/shared-files"
cp -- "$here/uninstall.sh" "$lib/uninstall.sh"
cat -- "$made" >>"$lib/made-folders"

# "Open with" goes by a cache; icons are looked for by themselves unless there is one.
update-desktop-database -q "$share/applications" 2>/dev/null || :
if [ -f "$share/icons/hicolor/icon-theme.cache" ]; then
    gtk-update-icon-cache -q -t "$share/icons/hicolor" 2>/dev/null || :
fi

echo "$words is installed. It is in the menu as Wan Desktop; on the terminal it starts with"
case :$PATH: in
    *:"$prefix/bin":*) echo "    $name" ;;
    *) echo "    $command" ;;
esac
echo "To remove it:"
echo "    sh \"$lib/uninstall.sh\""
say_missing
