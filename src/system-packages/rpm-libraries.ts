/**
 * `-devel` package → the library of it, where Enterprise Linux 8 and 9 and Fedora name both alike (`Requires` of the `-devel` packages). Left out on
 * purpose: `libcurl-devel` (the images have `libcurl-minimal`, and both cannot be installed), `zlib-devel` (Fedora's is another implementation),
 * `mariadb-devel` and `postgresql-devel` (their libraries were renamed).
 */
export const RPM_LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  'bzip2-devel': ['bzip2-libs'],
  'cairo-devel': ['cairo'],
  'freetype-devel': ['freetype'],
  'giflib-devel': ['giflib'],
  'glib2-devel': ['glib2'],
  'gmp-devel': ['gmp'],
  'krb5-devel': ['krb5-libs'],
  'libffi-devel': ['libffi'],
  'libicu-devel': ['libicu'],
  'libjpeg-turbo-devel': ['libjpeg-turbo'],
  'libpng-devel': ['libpng'],
  'libpq-devel': ['libpq'],
  'libtiff-devel': ['libtiff'],
  'libuuid-devel': ['libuuid'],
  'libwebp-devel': ['libwebp'],
  'libxml2-devel': ['libxml2'],
  'libxslt-devel': ['libxslt'],
  'libyaml-devel': ['libyaml'],
  'mariadb-connector-c-devel': ['mariadb-connector-c'],
  'ncurses-devel': ['ncurses-libs'],
  'openldap-devel': ['openldap'],
  'openssl-devel': ['openssl-libs'],
  'pango-devel': ['pango'],
  'readline-devel': ['readline'],
  'sqlite-devel': ['sqlite-libs'],
  'unixODBC-devel': ['unixODBC'],
  'xz-devel': ['xz-libs'],
};
