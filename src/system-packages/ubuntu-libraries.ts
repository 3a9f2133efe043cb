/** Ubuntu releases that the table knows. */
export type UbuntuRelease = 'focal' | 'jammy' | 'noble';

type Halves = Readonly<Partial<Record<UbuntuRelease, readonly string[]>>>;

function perRelease(focal: string, jammy: string, noble: string): Halves {
  return { focal: [focal], jammy: [jammy], noble: [noble] };
}

/** The 64-bit time_t transition renamed libraries in 24.04. */
function renamedInNoble(name: string): Halves {
  return perRelease(name, name, `${name}t64`);
}

const JPEG = perRelease('libjpeg8', 'libjpeg8', 'libjpeg8');
const LDAP = perRelease('libldap-2.4-2', 'libldap-2.5-0', 'libldap2');
const MARIADB = perRelease('libmariadb3', 'libmariadb3', 'libmariadb3');
const TIFF = perRelease('libtiff5', 'libtiff5', 'libtiff6');

/**
 * `-dev` package → the libraries of it in Ubuntu 20.04, 22.04 and 24.04, where they are not those of every Debian release. Read from the package indexes of
 * `main` and `universe` of each release (`Depends` of the `-dev` package).
 */
export const UBUNTU_LIBRARIES: Readonly<Record<string, Halves>> = {
  'default-libmysqlclient-dev': perRelease('libmysqlclient21', 'libmysqlclient21', 'libmysqlclient21'),
  'libaio-dev': renamedInNoble('libaio1'),
  'libasound2-dev': renamedInNoble('libasound2'),
  'libcurl4-gnutls-dev': perRelease('libcurl3-gnutls', 'libcurl3-gnutls', 'libcurl3t64-gnutls'),
  'libcurl4-openssl-dev': renamedInNoble('libcurl4'),
  'libevent-dev': renamedInNoble('libevent-2.1-7'),
  'libffi-dev': perRelease('libffi7', 'libffi8', 'libffi8'),
  'libgdal-dev': perRelease('libgdal26', 'libgdal30', 'libgdal34t64'),
  'libgdbm-dev': renamedInNoble('libgdbm6'),
  'libgeos-dev': perRelease('libgeos-c1v5', 'libgeos-c1v5', 'libgeos-c1t64'),
  'libglib2.0-dev': renamedInNoble('libglib2.0-0'),
  'libgmp-dev': perRelease('libgmp10', 'libgmp10', 'libgmp10'),
  'libicu-dev': perRelease('libicu66', 'libicu70', 'libicu74'),
  'libjpeg-dev': JPEG,
  'libldap-dev': LDAP,
  'libldap2-dev': LDAP,
  'libmagickwand-dev': perRelease('libmagickwand-6.q16-6', 'libmagickwand-6.q16-6', 'libmagickwand-6.q16-7t64'),
  'libmariadb-dev': MARIADB,
  'libmariadb-dev-compat': MARIADB,
  'libmemcached-dev': renamedInNoble('libmemcached11'),
  'libpcap-dev': renamedInNoble('libpcap0.8'),
  'libpcre3-dev': perRelease('libpcre3', 'libpcre3', 'libpcre3'),
  'libpng-dev': renamedInNoble('libpng16-16'),
  'libproj-dev': perRelease('libproj15', 'libproj22', 'libproj25'),
  'libreadline-dev': renamedInNoble('libreadline8'),
  'libssh2-1-dev': renamedInNoble('libssh2-1'),
  'libssl-dev': perRelease('libssl1.1', 'libssl3', 'libssl3t64'),
  'libtiff-dev': TIFF,
  'libtiff5-dev': TIFF,
  'libuv1-dev': renamedInNoble('libuv1'),
  'libvips-dev': renamedInNoble('libvips42'),
  'libwebp-dev': {
    focal: ['libwebp6', 'libwebpmux3', 'libwebpdemux2'],
    jammy: ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
    noble: ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
  },
  'libxml2-dev': perRelease('libxml2', 'libxml2', 'libxml2'),
  'libzip-dev': perRelease('libzip5', 'libzip4', 'libzip4t64'),
  'unixodbc-dev': perRelease('libodbc1', 'libodbc2', 'libodbc2'),
};
