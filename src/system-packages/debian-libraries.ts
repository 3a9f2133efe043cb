/** Debian releases that the tables know. */
export type DebianRelease = 'buster' | 'bullseye' | 'bookworm' | 'trixie';

/**
 * Whether packages of a release can be installed for years to come: a release past its long-term support moves to archive.debian.org, where the image's
 * apt does not look. Null: the image leaves the release open, and moves with Debian's own. Source: wiki.debian.org/LTS.
 */
export function isInstallable(release: string | null): boolean {
  return release === null || release === 'bookworm' || release === 'trixie';
}

/** One list for every Debian release since buster and every Ubuntu since 20.04, or one list per Debian release. */
export type RuntimeHalf = readonly string[] | Readonly<Partial<Record<DebianRelease, readonly string[]>>>;

/** The 64-bit time_t transition renamed libraries in trixie (wiki.debian.org/ReleaseGoals/64bit-time). */
function renamedInTrixie(name: string): RuntimeHalf {
  return { buster: [name], bullseye: [name], bookworm: [name], trixie: [`${name}t64`] };
}

function perRelease(buster: string, bullseye: string, bookworm: string, trixie: string): RuntimeHalf {
  return { buster: [buster], bullseye: [bullseye], bookworm: [bookworm], trixie: [trixie] };
}

const CURL = renamedInTrixie('libcurl4');
const JPEG: RuntimeHalf = perRelease('libjpeg62-turbo', 'libjpeg62-turbo', 'libjpeg62-turbo', 'libjpeg62-turbo');
const LDAP = perRelease('libldap-2.4-2', 'libldap-2.4-2', 'libldap-2.5-0', 'libldap2');
const MYSQL = perRelease('libmariadb3', 'libmariadb3', 'libmariadb3', 'libmariadb3');
const NCURSES: RuntimeHalf = ['libncurses6', 'libncursesw6', 'libtinfo6'];
const PNG: RuntimeHalf = renamedInTrixie('libpng16-16');
const READLINE = perRelease('libreadline7', 'libreadline8', 'libreadline8', 'libreadline8t64');
const TIFF = perRelease('libtiff5', 'libtiff5', 'libtiff6', 'libtiff6');

/**
 * `-dev` package → the packages that programs built with it need when they run. Names are those of each release's control files
 * (packages.debian.org); bookworm's were read from its own package index, `Depends` of the `-dev` package.
 */
export const DEBIAN_LIBRARIES: Readonly<Record<string, RuntimeHalf>> = {
  'default-libmysqlclient-dev': MYSQL,
  'freetds-dev': ['libct4', 'libsybdb5'],
  gfortran: ['libgfortran5'],
  'libaio-dev': renamedInTrixie('libaio1'),
  'libasound2-dev': renamedInTrixie('libasound2'),
  'libbz2-dev': ['libbz2-1.0'],
  'libcairo2-dev': ['libcairo2', 'libcairo-gobject2'],
  'libcap-dev': ['libcap2'],
  'libcurl4-gnutls-dev': perRelease('libcurl3-gnutls', 'libcurl3-gnutls', 'libcurl3-gnutls', 'libcurl3t64-gnutls'),
  'libcurl4-openssl-dev': CURL,
  'libdbus-1-dev': ['libdbus-1-3'],
  'libedit-dev': ['libedit2'],
  'libevent-dev': perRelease('libevent-2.1-6', 'libevent-2.1-7', 'libevent-2.1-7', 'libevent-2.1-7t64'),
  'libexpat1-dev': ['libexpat1'],
  'libffi-dev': perRelease('libffi6', 'libffi7', 'libffi8', 'libffi8'),
  'libfontconfig-dev': ['libfontconfig1'],
  'libfontconfig1-dev': ['libfontconfig1'],
  'libfreetype-dev': ['libfreetype6'],
  'libfreetype6-dev': ['libfreetype6'],
  'libfribidi-dev': ['libfribidi0'],
  'libgdal-dev': perRelease('libgdal20', 'libgdal28', 'libgdal32', 'libgdal36'),
  'libgdbm-dev': perRelease('libgdbm6', 'libgdbm6', 'libgdbm6', 'libgdbm6t64'),
  'libgeos-dev': perRelease('libgeos-c1v5', 'libgeos-c1v5', 'libgeos-c1v5', 'libgeos-c1t64'),
  'libgif-dev': ['libgif7'],
  'libgl1-mesa-dev': ['libgl1'],
  'libglib2.0-dev': renamedInTrixie('libglib2.0-0'),
  'libgmp-dev': perRelease('libgmp10', 'libgmp10', 'libgmp10', 'libgmp10'),
  'libharfbuzz-dev': ['libharfbuzz0b'],
  'libheif-dev': ['libheif1'],
  'libicu-dev': perRelease('libicu63', 'libicu67', 'libicu72', 'libicu76'),
  'libjpeg-dev': JPEG,
  'libjpeg62-turbo-dev': JPEG,
  'libkrb5-dev': ['libgssapi-krb5-2', 'libkrb5-3'],
  'liblapack-dev': ['liblapack3'],
  'liblcms2-dev': ['liblcms2-2'],
  'libldap-dev': LDAP,
  'libldap2-dev': LDAP,
  'liblzma-dev': ['liblzma5'],
  'libmagickwand-dev': perRelease(
    'libmagickwand-6.q16-6',
    'libmagickwand-6.q16-6',
    'libmagickwand-6.q16-6',
    'libmagickwand-7.q16-10',
  ),
  'libmariadb-dev': MYSQL,
  'libmariadb-dev-compat': MYSQL,
  'libmariadbclient-dev': MYSQL,
  'libmemcached-dev': perRelease('libmemcached11', 'libmemcached11', 'libmemcached11', 'libmemcached11t64'),
  'libncurses-dev': NCURSES,
  'libncurses5-dev': NCURSES,
  'libncursesw5-dev': NCURSES,
  'libonig-dev': ['libonig5'],
  'libopenblas-dev': ['libopenblas0'],
  'libopenjp2-7-dev': ['libopenjp2-7'],
  'libpango1.0-dev': ['libpango-1.0-0', 'libpangocairo-1.0-0', 'libpangoft2-1.0-0'],
  'libpcap-dev': renamedInTrixie('libpcap0.8'),
  'libpcre2-dev': ['libpcre2-8-0'],
  'libpcre3-dev': { buster: ['libpcre3'], bullseye: ['libpcre3'], bookworm: ['libpcre3'] },
  'libpixman-1-dev': ['libpixman-1-0'],
  'libpng-dev': PNG,
  'libpq-dev': ['libpq5'],
  'libproj-dev': perRelease('libproj13', 'libproj19', 'libproj25', 'libproj25'),
  'librdkafka-dev': ['librdkafka1', 'librdkafka++1'],
  'libreadline-dev': READLINE,
  'librsvg2-dev': ['librsvg2-2'],
  'libsasl2-dev': ['libsasl2-2'],
  'libseccomp-dev': ['libseccomp2'],
  'libsecret-1-dev': ['libsecret-1-0'],
  'libsnappy-dev': ['libsnappy1v5'],
  'libsodium-dev': ['libsodium23'],
  'libsqlite3-dev': ['libsqlite3-0'],
  'libssh2-1-dev': renamedInTrixie('libssh2-1'),
  'libssl-dev': perRelease('libssl1.1', 'libssl1.1', 'libssl3', 'libssl3t64'),
  'libtiff-dev': TIFF,
  'libtiff5-dev': TIFF,
  'libudev-dev': ['libudev1'],
  'libusb-1.0-0-dev': ['libusb-1.0-0'],
  'libuv1-dev': renamedInTrixie('libuv1'),
  'libvips-dev': renamedInTrixie('libvips42'),
  'libwebp-dev': {
    buster: ['libwebp6', 'libwebpmux3', 'libwebpdemux2'],
    bullseye: ['libwebp6', 'libwebpmux3', 'libwebpdemux2'],
    bookworm: ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
    trixie: ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
  },
  'libx11-dev': ['libx11-6'],
  'libxi-dev': ['libxi6'],
  'libxml2-dev': perRelease('libxml2', 'libxml2', 'libxml2', 'libxml2'),
  'libxslt-dev': ['libxslt1.1'],
  'libxslt1-dev': ['libxslt1.1'],
  'libyaml-dev': ['libyaml-0-2'],
  'libzip-dev': perRelease('libzip4', 'libzip4', 'libzip4', 'libzip5'),
  'libzmq3-dev': ['libzmq5'],
  'unixodbc-dev': perRelease('libodbc1', 'libodbc1', 'libodbc2', 'libodbc2'),
  'uuid-dev': ['libuuid1'],
  'zlib1g-dev': ['zlib1g'],
};
