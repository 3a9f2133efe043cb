/**
 * Folders that the official Debian and Alpine images bring, down to where applications usually begin (seen in `node:20` and
 * `node:20-alpine`; Filesystem Hierarchy Standard 3.0). WORKDIR and COPY find them there: they keep their owner, root.
 */
const EXISTING = new Set([
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/media',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/sys',
  '/tmp',
  '/usr',
  '/usr/bin',
  '/usr/games',
  '/usr/include',
  '/usr/lib',
  '/usr/libexec',
  '/usr/local',
  '/usr/local/bin',
  '/usr/local/etc',
  '/usr/local/games',
  '/usr/local/include',
  '/usr/local/lib',
  '/usr/local/lib/node_modules',
  '/usr/local/sbin',
  '/usr/local/share',
  '/usr/local/src',
  '/usr/sbin',
  '/usr/share',
  '/usr/src',
  '/var',
  '/var/backups',
  '/var/cache',
  '/var/lib',
  '/var/local',
  '/var/log',
  '/var/mail',
  '/var/opt',
  '/var/spool',
  '/var/tmp',
]);

/** True when the base image has the folder before any instruction runs. Users' homes are the caller's to know. */
export function isFolderOfBase(path: string): boolean {
  return EXISTING.has(path);
}
