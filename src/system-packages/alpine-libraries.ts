const MARIADB = ['mariadb-connector-c'];
const JPEG = ['libjpeg-turbo'];
const NCURSES = ['ncurses-libs'];
/** What is compiled from C++ loads it, and Alpine's image lacks it; Debian's package manager is linked with it. */
const CPLUSPLUS = ['libstdc++'];

/**
 * Alpine's `-dev` package → what programs built with it need when they run (pkgs.alpinelinux.org). Alpine splits libraries into packages of
 * their own, so these names hold from 3.12 on but for OpenSSL, which {@link openssl} tells apart.
 */
export const ALPINE_LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  'alpine-sdk': CPLUSPLUS,
  'build-base': CPLUSPLUS,
  'bzip2-dev': ['libbz2'],
  'cairo-dev': ['cairo', 'cairo-gobject'],
  'curl-dev': ['libcurl'],
  'cyrus-sasl-dev': ['libsasl'],
  'eudev-dev': ['eudev-libs'],
  'expat-dev': ['libexpat'],
  'fontconfig-dev': ['fontconfig'],
  'freetds-dev': ['freetds'],
  'freetype-dev': ['freetype'],
  'fribidi-dev': ['fribidi'],
  'gdal-dev': ['gdal'],
  'geos-dev': ['geos'],
  'g++': CPLUSPLUS,
  gfortran: ['libgfortran'],
  'giflib-dev': ['giflib'],
  'glib-dev': ['glib'],
  'gmp-dev': ['gmp'],
  'harfbuzz-dev': ['harfbuzz'],
  'icu-dev': ['icu-libs'],
  'jpeg-dev': JPEG,
  'krb5-dev': ['krb5-libs'],
  'lcms2-dev': ['lcms2'],
  'libevent-dev': ['libevent'],
  'libffi-dev': ['libffi'],
  'libheif-dev': ['libheif'],
  'libjpeg-turbo-dev': JPEG,
  'libpng-dev': ['libpng'],
  'libpq-dev': ['libpq'],
  'librdkafka-dev': ['librdkafka'],
  'librsvg-dev': ['librsvg'],
  'libsecret-dev': ['libsecret'],
  'libsodium-dev': ['libsodium'],
  'libusb-dev': ['libusb'],
  'libuv-dev': ['libuv'],
  'libwebp-dev': ['libwebp'],
  'libxml2-dev': ['libxml2'],
  'libxslt-dev': ['libxslt'],
  'libzip-dev': ['libzip'],
  'mariadb-connector-c-dev': MARIADB,
  'mariadb-dev': MARIADB,
  'mysql-dev': MARIADB,
  'ncurses-dev': NCURSES,
  'oniguruma-dev': ['oniguruma'],
  'openblas-dev': ['openblas'],
  'openjpeg-dev': ['openjpeg'],
  'openldap-dev': ['libldap'],
  'pango-dev': ['pango'],
  'pcre-dev': ['pcre'],
  'pcre2-dev': ['pcre2'],
  'pixman-dev': ['pixman'],
  'postgresql-dev': ['libpq'],
  'proj-dev': ['proj'],
  'readline-dev': ['readline'],
  'snappy-dev': ['snappy'],
  'sqlite-dev': ['sqlite-libs'],
  'tiff-dev': ['tiff'],
  'unixodbc-dev': ['unixodbc'],
  'util-linux-dev': ['libuuid'],
  'vips-dev': ['vips'],
  'xz-dev': ['xz-libs'],
  'yaml-dev': ['yaml'],
  'zeromq-dev': ['libzmq'],
  'zlib-dev': ['zlib'],
};

/** OpenSSL 3 came with Alpine 3.17 (its release notes); `alpine3.16` and older have 1.1. Null: the release is not known. */
export function openssl(release: string | null): readonly string[] | null {
  const minor = /^alpine3\.([0-9]+)/.exec(release ?? '')?.[1];
  if (minor === undefined) return null;
  return Number(minor) >= 17 ? ['libssl3', 'libcrypto3'] : ['libssl1.1', 'libcrypto1.1'];
}
