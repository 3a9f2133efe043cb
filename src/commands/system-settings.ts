import { readArguments, valuesOf } from './arguments.ts';
import type { ArgumentReader } from './footprint.ts';
import { together } from './footprint.ts';
import { absolute, pathsOf } from './paths.ts';

/** Programs that keep one known part of the system in order, whatever their arguments. */
function keeps(writes: readonly string[], reads: readonly string[]): ArgumentReader {
  return () => ({ role: 'file-setup', writes, reads });
}

const APACHE = keeps(['/etc/apache2', '/var/lib/apache2'], ['/etc/apache2']);

/** gpg writes its home (`$GNUPGHOME`, else `~/.gnupg`) and what `--output` names. */
const gpg: ArgumentReader = (words, place) => {
  const args = readArguments(words, {
    short: 'oru',
    long: [
      'output',
      'keyserver',
      'homedir',
      'recipient',
      'keyserver-options',
      'keyring',
      'primary-keyring',
      'batch-file',
      'passphrase',
    ],
  });
  const home = place.shadowed?.has('GNUPGHOME')
    ? null
    : (place.env.get('GNUPGHOME') ?? (place.home && `${place.home}/.gnupg`));
  const own = valuesOf(args, '--homedir');
  const homes =
    own.length > 0 ? pathsOf(own, place) : home === null ? 'anything' : [absolute(home, place.folder) ?? home];
  const files = args.operands.filter(({ value }) => value === null || /[/.]/.test(value));
  return {
    role: 'file-setup',
    writes: together(homes, pathsOf(valuesOf(args, '-o', '--output', '--keyring', '--primary-keyring'), place)),
    reads: together(homes, pathsOf(files, place)),
  };
};

export const SYSTEM_SETTINGS: Readonly<Record<string, ArgumentReader>> = {
  a2dismod: APACHE,
  a2dissite: APACHE,
  a2enconf: APACHE,
  a2enmod: APACHE,
  a2ensite: APACHE,
  'add-apt-repository': keeps(['/etc/apt', '/var/lib/apt', '/usr/share/keyrings'], ['/etc/apt']),
  'apt-add-repository': keeps(['/etc/apt', '/var/lib/apt', '/usr/share/keyrings'], ['/etc/apt']),
  'apt-key': keeps(['/etc/apt', '/root/.gnupg'], ['/etc/apt']),
  'apt-mark': keeps(['/var/lib/apt'], ['/var/lib/apt', '/var/lib/dpkg']),
  'dpkg-reconfigure': keeps(
    ['/etc', '/var/cache/debconf', '/var/lib/dpkg', '/usr/lib/locale'],
    ['/etc', '/var/cache/debconf'],
  ),
  'debconf-set-selections': keeps(['/var/cache/debconf'], ['/var/cache/debconf']),
  'fc-cache': keeps(
    ['/var/cache/fontconfig', '/root/.cache/fontconfig'],
    ['/usr/share/fonts', '/usr/local/share/fonts', '/etc/fonts'],
  ),
  gpg,
  gpg2: gpg,
  ldconfig: keeps(
    ['/etc/ld.so.cache', '/var/cache/ldconfig', '/lib', '/usr/lib', '/usr/local/lib'],
    ['/etc', '/lib', '/usr/lib', '/usr/local/lib'],
  ),
  'locale-gen': keeps(['/usr/lib/locale', '/etc/locale.gen'], ['/etc/locale.gen', '/usr/share/i18n']),
  localedef: keeps(['/usr/lib/locale'], ['/usr/share/i18n', '/usr/share/locale']),
  'update-alternatives': keeps(
    ['/etc/alternatives', '/var/lib/dpkg/alternatives', '/usr/bin', '/usr/share/man'],
    ['/usr/bin', '/usr/lib'],
  ),
  'update-ca-certificates': keeps(
    ['/etc/ssl/certs', '/etc/ca-certificates'],
    ['/usr/local/share/ca-certificates', '/usr/share/ca-certificates', '/etc/ca-certificates.conf'],
  ),
  'update-locale': keeps(['/etc/default/locale'], []),
};
