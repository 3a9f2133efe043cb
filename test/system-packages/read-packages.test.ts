import { describe, expect, it } from 'vitest';
import { readPackagesCommand } from '../../src/system-packages/read-packages.ts';
import { scriptOf } from '../shell/run-view.ts';

function read(script: string) {
  const command = scriptOf(`RUN ${script}`).commands.at(-1);
  return command === undefined ? null : readPackagesCommand(command);
}

describe('installs', () => {
  it.each([
    ['apt-get install -y --no-install-recommends curl git=1:2.39 bash/bookworm', 'apt', ['curl', 'git', 'bash']],
    ['apt-get -qq -o Dpkg::Options::="x" install -t bookworm-backports g++ libstdc++6', 'apt', ['g++', 'libstdc++6']],
    ['apt -y install libc6:i386', 'apt', ['libc6:i386']],
    ['sudo apt-get install -y curl', 'apt', ['curl']],
    ['DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata', 'apt', ['tzdata']],
    [
      'apk add --no-cache nodejs=20.1-r0 "python3>3" tini@edge openssl~=3',
      'apk',
      ['nodejs', 'python3', 'tini', 'openssl'],
    ],
    ['apk --update -X http://h.example add bash', 'apk', ['bash']],
    ['dnf -y install --setopt install_weak_deps=0 git', 'dnf', ['git']],
    ['microdnf install -y tar', 'dnf', ['tar']],
    ['yum install -y --enablerepo=x git', 'yum', ['git']],
    ['zypper -n in git', 'zypper', ['git']],
    ['apt-get install -y --no-install-recommends libpq-dev:amd64', 'apt', ['libpq-dev:amd64']],
    ['aptitude install -y curl', 'apt', ['curl']],
    ['/usr/bin/apt-get -y reinstall curl', 'apt', ['curl']],
    ['apk add -U --no-cache curl', 'apk', ['curl']],
    ['dnf install -y --nodocs --setopt=install_weak_deps=False --best nodejs npm', 'dnf', ['nodejs', 'npm']],
    ['dnf -y --disablerepo "*" --enablerepo baseos install tar', 'dnf', ['tar']],
    ['dnf reinstall -y tzdata', 'dnf', ['tzdata']],
    ['microdnf install -y --nodocs --setopt=tsflags=nodocs gcc-c++ make', 'dnf', ['gcc-c++', 'make']],
    ['microdnf --disableplugin=subscription-manager install shadow-utils', 'dnf', ['shadow-utils']],
    ['yum -y install epel-release', 'yum', ['epel-release']],
    ['yum localinstall -y tar', 'yum', ['tar']],
    ['yum install -y -x kernel gcc', 'yum', ['gcc']],
    ['sudo yum install -q -y git', 'yum', ['git']],
    ['zypper --non-interactive install --no-recommends --auto-agree-with-licenses git tar', 'zypper', ['git', 'tar']],
    ['zypper in -y -r repo-oss git', 'zypper', ['git']],
  ])('reads %s', (script, manager, packages) => {
    expect(read(script)).toMatchObject({
      role: 'system-packages',
      detail: { kind: 'packages', manager, action: 'install', packages, complete: true },
    });
  });

  it.each([
    'apt-get install -y $PKGS',
    'apt-get install -y php7.*',
    'apt-get install -y /tmp/x.deb',
    'yum install -y https://h.example/x.rpm',
    'dnf install -y @development-tools',
    'yum install -y https://rpm.nodesource.com/pub_20.x/nodesource-release.rpm',
    'dnf install -y $PKGS',
    'microdnf install -y /tmp/x.rpm',
    'zypper in -y ./x.rpm',
    'rpm -Uvh https://h.example/x.rpm',
    'rpm -i x.rpm',
    'apt-get install -y nginx-',
    'dpkg -i x.deb',
  ])('knows that a list is not complete: %s', (script) => {
    expect(read(script)?.detail).toMatchObject({ action: 'install', packages: [], complete: false });
  });

  it('reads the name of a virtual package', () => {
    expect(read('apk add --no-cache --virtual .build-deps gcc musl-dev')?.detail).toMatchObject({
      packages: ['gcc', 'musl-dev'],
      virtual: '.build-deps',
    });
    expect(read('apk add -t .d gcc')?.detail).toMatchObject({ packages: ['gcc'], virtual: '.d' });
    expect(read('apk add --virtual=.d gcc')?.detail).toMatchObject({ packages: ['gcc'], virtual: '.d' });
    expect(read('apk del .build-deps')?.detail).toMatchObject({ action: 'remove', packages: ['.build-deps'] });
  });

  it('reads what is installed from a file', () => {
    expect(read('apt-get install -y /tmp/x.deb')?.reads).toContain('/tmp/x.deb');
    expect(read('dpkg -i /tmp/x.deb')?.reads).toContain('/tmp/x.deb');
    expect(read('dpkg -i x.deb')?.reads).toBe('anything');
  });
});

describe('other actions', () => {
  it.each([
    ['apt-get update', 'update'],
    ['apt-get -y upgrade', 'other'],
    ['apt-get purge -y --auto-remove gcc', 'remove'],
    ['apt-get autoremove -y', 'remove'],
    ['apt-get clean', 'clean'],
    ['apk update', 'update'],
    ['yum clean all', 'clean'],
    ['yum -y update', 'other'],
    ['zypper refresh', 'update'],
    ['apt-get dist-upgrade -y', 'other'],
    ['apt-get build-dep -y nginx', 'other'],
    ['apt-get autoclean', 'clean'],
    ['apk del gcc', 'remove'],
    ['apk upgrade --no-cache', 'other'],
    ['apk cache clean', 'clean'],
    ['dnf makecache', 'update'],
    ['dnf remove -y gcc', 'remove'],
    ['dnf autoremove -y', 'remove'],
    ['dnf clean all', 'clean'],
    ['dnf -y update', 'other'],
    ['dnf module enable -y nodejs:20', 'other'],
    ['dnf config-manager --set-enabled crb', 'other'],
    ['dnf groupinstall -y "Development Tools"', 'other'],
    ['microdnf clean all', 'clean'],
    ['microdnf update -y', 'other'],
    ['microdnf remove gcc', 'remove'],
    ['yum makecache fast', 'update'],
    ['yum erase -y gcc', 'remove'],
    ['zypper clean --all', 'clean'],
    ['zypper rm -y gcc', 'remove'],
    ['zypper --gpg-auto-import-keys ref', 'update'],
    ['zypper ar -f http://h.example/repo x', 'other'],
    ['zypper up -y', 'other'],
    ['rpm -e gcc', 'remove'],
    ['rpm --import https://h.example/key', 'other'],
    ['dpkg --add-architecture i386', 'other'],
  ])('%s is %s', (script, action) => {
    expect(read(script)?.detail).toMatchObject({ kind: 'packages', action });
  });

  it('asks without writing', () => {
    expect(read('dpkg --print-architecture')).toMatchObject({ role: 'nothing', writes: [] });
  });
});

describe('paths', () => {
  it('are system folders, and neither what the administrator owns nor where applications live', () => {
    const writes = read('apt-get install -y curl')?.writes;
    expect(writes).toEqual(expect.arrayContaining(['/usr/bin', '/usr/lib', '/etc', '/var/lib']));
    expect(writes).not.toContain('/usr');
    expect(writes).not.toContain('/var/www');
  });

  it('hold the welcome page of a web server', () => {
    expect(read('apt-get install -y apache2')?.writes).toContain('/var/www');
  });

  it('are only the index for an update', () => {
    expect(read('apt-get update')?.writes).toEqual(['/var/cache/apt', '/var/lib/apt']);
  });
});

describe('what is none', () => {
  it.each([
    'apt-get $ACTION x',
    'apt-cache search x',
    'apt-get download x',
    'pip install x',
    'apt-get install -y x > log',
  ])('%s', (script) => {
    expect(read(script)).toBeNull();
  });
});
