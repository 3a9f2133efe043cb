import { describe, expect, it } from 'vitest';
import { readGenericCommand } from '../../src/commands/read-command.ts';
import { scriptOf } from '../shell/run-view.ts';

const ENV = new Map([
  ['APP', '/srv/app'],
  ['V', '1.2'],
]);

/** The last command of a script, read in `/app` as root. */
function read(script: string, folder: string | null = '/app', home: string | null = '/root') {
  const command = scriptOf(`RUN ${script}`).commands.at(-1);
  if (command === undefined) throw new Error('no command');
  const reading = readGenericCommand(command, { folder, home, env: ENV });
  return reading && { role: reading.role, writes: reading.writes, reads: reading.reads };
}

describe('file setup', () => {
  it.each([
    ['mkdir -p data /var/data -m 755', ['/app/data', '/var/data'], []],
    ['touch a && touch b', ['/app/b'], []],
    ['chmod +x entry.sh', ['/app/entry.sh'], ['/app/entry.sh']],
    ['chmod -x entry.sh', ['/app/entry.sh'], ['/app/entry.sh']],
    ['chmod -R 755 /x', ['/x'], ['/x']],
    ['chown -R node:node . /data', ['/app', '/data'], ['/app', '/data']],
    ['cp -r a b /dst/', ['/dst'], ['/app/a', '/app/b']],
    ['cp -t /dst a', ['/dst'], ['/app/a']],
    ['mv node_modules /', ['/', '/app/node_modules'], ['/app/node_modules']],
    ['install -m 755 -o root x /usr/local/bin/x', ['/usr/local/bin/x'], ['/app/x']],
    ['install -d -o node /data', ['/data'], []],
    ['ln -sf /usr/bin/nodejs /usr/bin/node', ['/usr/bin/node'], []],
    ['ln a b', ['/app/b'], ['/app/a']],
    ["sed -i 's/a/b/' conf.txt", ['/app/conf.txt'], ['/app/conf.txt']],
    ["sed -ie 's/a/b/' conf.txt", ['/app/conf.txt'], ['/app/conf.txt']],
    ["sed -i.bak -e 's/a/b/' -e 's/c/d/' conf.txt", ['/app/conf.txt'], ['/app/conf.txt']],
    ['echo x > conf/a', ['/app/conf/a'], []],
    ['printf "%s" x >> /etc/x', ['/etc/x'], []],
    ['cat a b > c', ['/app/c'], ['/app/a', '/app/b']],
    ['echo x | tee -a /etc/hosts', ['/etc/hosts'], []],
    ['tar xzf a.tgz', ['/app'], ['/app/a.tgz']],
    ['tar -xzf a.tgz --strip-components=1 -C /opt', ['/opt'], ['/app/a.tgz']],
    ['curl x | tar xz -C /opt', ['/opt'], []],
    ['tar -czf /out.tgz -C src lib', ['/out.tgz'], ['/app/src/lib']],
    ['unzip -q a.zip -d /opt', ['/opt'], ['/app/a.zip']],
    ['gunzip data/a.gz', ['/app/data'], ['/app/data/a.gz']],
    ['rm -rf src package.json', ['/app/src', '/app/package.json'], []],
    ['dd if=/dev/zero of=swap', ['/app/swap'], ['/dev/zero']],
    ['patch -p1 < fix.patch', ['/app'], ['/app', '/app/fix.patch']],
    ['git config --global url.x y', ['/root/.gitconfig'], []],
    ['gpg --batch --keyserver k --recv-keys A', ['/root/.gnupg'], ['/root/.gnupg']],
  ])('reads %s', (script, writes, reads) => {
    expect(read(script)).toEqual({ role: 'file-setup', writes, reads });
  });

  it('follows cd, home and known variables', () => {
    expect(read('mkdir ~/x "$APP/a b" ${APP}/$V $HOME/y')?.writes).toEqual([
      '/root/x',
      '/srv/app/a b',
      '/srv/app/1.2',
      '/root/y',
    ]);
  });

  it('takes a pattern for the folder that holds what it matches', () => {
    expect(read('chmod +x bin/*.sh')?.writes).toEqual(['/app/bin']);
    expect(read('mkdir -p /d/{a,b}')?.writes).toEqual(['/d']);
    expect(read('touch */../../x')?.writes).toBe('anything');
  });

  it.each([
    'mkdir $OTHER',
    'mkdir "$(x)"',
    'mkdir `x`',
    'cp a ${A:-b}',
    'echo x > $OTHER',
    'tar xf a -C $OTHER',
    'mkdir ~other/x',
  ])('writes anything where a path is not known: %s', (script) => {
    expect(read(script)?.writes).toBe('anything');
  });

  it('does not believe the environment about a variable that the RUN sets', () => {
    expect(read('APP=/other && mkdir $APP/x')?.writes).toBe('anything');
    expect(read('export HOME=/other && mkdir ~/x')?.writes).toBe('anything');
    expect(read('export GNUPGHOME=/k && gpg --import /x.asc')?.writes).toBe('anything');
  });

  it('knows only absolute paths where the folder is not known', () => {
    expect(read('mkdir x', null)?.writes).toBe('anything');
    expect(read('mkdir /x', null)?.writes).toEqual(['/x']);
    expect(read('mkdir ~/x', '/app', null)?.writes).toBe('anything');
  });
});

describe('cleanup', () => {
  it.each([
    ['rm -rf /var/lib/apt/lists/*', ['/var/lib/apt/lists']],
    ['rm -rf /tmp/* /var/tmp/* ~/.cache', ['/tmp', '/var/tmp', '/root/.cache']],
    ['find /var/log -type f -delete', ['/var/log']],
  ])('is %s', (script, writes) => {
    expect(read(script)).toMatchObject({ role: 'cleanup', writes });
  });

  it('is not the removal of anything else', () => {
    expect(read('rm -rf /tmp/x src')).toMatchObject({ role: 'file-setup' });
    expect(read('rm -rf /var/www')).toMatchObject({ role: 'file-setup' });
    expect(read('rm -rf $X')).toMatchObject({ role: 'file-setup', writes: 'anything' });
  });
});

describe('users', () => {
  it.each([
    ['useradd -m -u 1001 -d /data/app app', '/data/app'],
    ['adduser -D -h /srv app', '/srv'],
    ['adduser --system --uid 1001 --ingroup g u', '/home'],
  ])('are made by %s', (script, home) => {
    const reading = read(script);
    expect(reading?.role).toBe('user');
    expect(reading?.writes).toEqual(expect.arrayContaining(['/etc/passwd', '/etc/group', home]));
  });

  it('are not files but for their accounts in groups', () => {
    expect(read('groupadd -r app')?.writes).not.toContain('/home');
    expect(read('echo "root:x" | chpasswd')?.role).toBe('user');
  });
});

describe('fetching', () => {
  it.each([
    ['git clone --depth 1 -b v1 https://h.example/o/tool.git', ['/app/tool']],
    ['git clone https://h.example/o/tool.git /opt/t', ['/opt/t']],
    ['git -C /opt/t checkout v1', ['/opt/t']],
    ['git submodule update --init', ['/app']],
    ['curl -fsSL https://h.example/x.sh', []],
    ['curl -fsSLo /usr/local/bin/t https://h.example/t', ['/usr/local/bin/t']],
    ['curl -SLO "https://h.example/d/t.tgz?x=1"', ['/app/t.tgz']],
    ['wget "https://h.example/d/t.tgz?x=1"', ['/app/t.tgz?x=1']],
    ['curl -SLO https://h.example/d/t.tgz?x=1', ['/app']],
    ['curl -SLO "https://h.example/t-$X.tgz"', ['/app']],
    ['curl https://h.example/t > /t', ['/t']],
    ['wget https://h.example/d/t.tgz', ['/app/t.tgz']],
    ['wget -qO- https://h.example/t', []],
    ['wget -q -O - https://h.example/t', []],
    ['wget -nv -O /t https://h.example/t', ['/t']],
    ['wget -P /opt https://h.example/t', ['/opt/t']],
    ['wget -r https://h.example/', ['/app']],
  ])('is %s', (script, writes) => {
    expect(read(script)).toMatchObject({ role: 'fetch-source', writes });
  });
});

describe('nothing', () => {
  it.each([
    'echo hi',
    'ls -la /x',
    'pwd',
    'true',
    ':',
    'node -v',
    'npm --version',
    'date',
    'set -x',
    'export A=1',
    'A=1',
    'command -v git',
    '[ -f x ]',
    'cat x',
    'echo x > /dev/null',
    'echo x >&2',
    'which node 2>/dev/null',
  ])('is done by %s', (script) => {
    expect(read(script)).toMatchObject({ role: 'nothing', writes: [] });
  });

  it('still reads', () => {
    expect(read('cd /x')?.reads).toEqual(['/x']);
    expect(read('grep a b c')?.reads).toEqual(['/app/b', '/app/c']);
    expect(read('[ -f a ] && test -d /b')?.reads).toEqual(['/b']);
    expect(read('[ -z "$X" ]')?.reads).toEqual([]);
    expect(read('[[ -f $X ]]')?.reads).toBe('anything');
  });
});

describe('what is not generic', () => {
  it.each([
    'make',
    './x.sh',
    '$X y',
    'bash -c "x"',
    'node x.js',
    'node -v x',
    'env -S x y',
    'sudo -u app ls',
    'xargs rm',
    'find . -exec sh -c x \\;',
    '. ./vars.sh',
    'eval x',
    "gawk -i inplace '{}' f",
  ])('is not read: %s', (script) => {
    expect(read(script)).toBeNull();
  });
});
