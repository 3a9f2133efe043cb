/**
 * Folders that packages of a distribution unpack into and that their maintainer scripts change. `/usr` is not among them as a whole:
 * `/usr/local` and `/usr/src` belong to the administrator (Filesystem Hierarchy Standard 3.0, 4.9 and 4.12), and applications live there.
 * `/opt` is the same but for the two publishers whose packages fill it.
 */
export const SYSTEM_FOLDERS: readonly string[] = [
  '/bin',
  '/boot',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/opt/google',
  '/opt/microsoft',
  '/run',
  '/sbin',
  '/usr/bin',
  '/usr/games',
  '/usr/include',
  '/usr/lib',
  '/usr/lib32',
  '/usr/lib64',
  '/usr/libexec',
  '/usr/sbin',
  '/usr/share',
  '/var/cache',
  '/var/lib',
  '/var/log',
  '/var/mail',
  '/var/spool',
];

/** Web servers also unpack a welcome page next to where applications are copied. */
export const WEB_ROOT = '/var/www';
export const WEB_SERVERS: readonly string[] = [
  'apache2',
  'nginx',
  'nginx-light',
  'nginx-full',
  'nginx-extras',
  'lighttpd',
  'httpd',
];
