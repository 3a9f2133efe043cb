import type { BaseImage } from '../../src/base-images/base-image.ts';

/** Programs and words of the shell that Debian's slim images and Alpine (BusyBox) both have. Source: Debian's essential packages, BusyBox' list of applets. */
const EVERYWHERE = new Set(
  (
    '. : [ alias arch awk base64 basename break cat cd chgrp chmod chown chpasswd cmp comm command continue cp cut date dd df diff ' +
    'dirname du echo egrep env eval exec exit export expr false fgrep find fold getent grep gunzip gzip hash head hostname id ' +
    'install kill ldconfig ln local ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc od passwd paste printf pwd read ' +
    'readlink readonly realpath return rm rmdir sed seq set sh sha1sum sha256sum sha512sum shift sleep sort split stat su sync ' +
    'tail tar tee test timeout touch tr trap true truncate tty type ulimit umask uname uniq unset wait wc which whoami xargs yes zcat'
  ).split(' '),
);

/** What comes with Debian's package manager and its essential packages beside that. */
const WITH_APT = new Set(
  (
    'apt apt-cache apt-config apt-get apt-mark bash chage chfn chsh debconf-set-selections deb-systemd-helper dpkg dpkg-deb ' +
    'dpkg-divert dpkg-query dpkg-reconfigure groupadd groupdel groupmod iconv locale localedef mount perl runuser setpriv ' +
    'source umount update-alternatives useradd userdel usermod'
  ).split(' '),
);

const WITH_APK = new Set(['apk', 'addgroup', 'adduser', 'delgroup', 'deluser', 'nc', 'unzip', 'vi', 'wget']);

/** Releases whose slim image still has `adduser`: from trixie on, apt does not depend on it. */
const WITH_ADDUSER = ['buster', 'bullseye', 'bookworm'];

/** Whether a RUN may call a program on an image: only those are named that certainly are there. */
export function hasForRun(image: BaseImage, program: string): boolean {
  if (EVERYWHERE.has(program) || image.programs.includes(program)) return true;
  if (image.packageManager === 'apk') return WITH_APK.has(program);
  if (['adduser', 'addgroup', 'deluser', 'delgroup'].includes(program))
    return WITH_ADDUSER.includes(image.release ?? '');
  return image.packageManager === 'apt' && WITH_APT.has(program);
}

/** A form of a common program that BusyBox does not have, as far as it can be seen: most of its programs know short options only. */
export function gnuForm(words: readonly string[]): string | null {
  const [program = '', ...args] = words;
  if (
    !EVERYWHERE.has(program) ||
    ['echo', 'printf', 'mkdir', 'env', 'exec', 'command', 'sh', 'test', '['].includes(program)
  )
    return null;
  const long = args.find((word) => /^--\w/.test(word));
  if (long !== undefined) return long;
  return program === 'grep' && args.some((word) => /^-[a-zA-Z]*P/.test(word)) ? '-P' : null;
}

/** `wget` of BusyBox tries one address only and knows few options. */
export function otherWget(words: readonly string[]): string | null {
  if (words.some((word) => /\/\/localhost\b|^localhost\b/.test(word))) return 'localhost';
  const known =
    /^(?:-[qScO]+-?|-T\d*|-nv|--quiet|--spider|--no-verbose|--tries(?:=\d+)?|--timeout(?:=\d+)?|--no-check-certificate|--header.*|--output-document.*)$/;
  return words.slice(1).find((word) => /^-./.test(word) && !known.test(word)) ?? null;
}
