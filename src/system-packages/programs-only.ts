/**
 * Packages that hold programs and nothing that another program loads or reads: what does not start one of them does without. Names are the same
 * with apt and apk. Source: their file lists (packages.debian.org, pkgs.alpinelinux.org).
 */
export const PROGRAMS_ONLY: ReadonlySet<string> = new Set(
  (
    'git git-core openssh openssh-client mercurial subversion bzr curl wget make bash jq zip unzip xz xz-utils tar gzip bzip2 patch file tree vim nano less ' +
    'upx upx-ucl protobuf protobuf-dev protobuf-compiler protoc gnupg dirmngr lsb-release apt-transport-https software-properties-common go gettext rsync ' +
    'build-base build-essential gcc g++ musl-dev libc-dev libc6-dev linux-headers binutils binutils-gold autoconf automake pkgconf pkg-config'
  ).split(' '),
);
