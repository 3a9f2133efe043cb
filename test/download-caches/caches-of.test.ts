import { describe, expect, it } from 'vitest';
import { readView } from '../../src/dockerfile/read-view.ts';
import { cachesOf, emptiesCaches } from '../../src/download-caches/caches-of.ts';
import { readScript } from '../../src/shell/read-script.ts';

/** The first command of a RUN. */
function command(line: string) {
  const view = readView(`RUN ${line}`, 'RUN', '\\');
  const script = view.kind === 'run' ? readScript(view, null) : null;
  const first = script?.kind === 'commands' ? script.commands.at(-1) : undefined;
  if (first === undefined) throw new Error(line);
  return first;
}

const folders = (line: string, env: Readonly<Record<string, string>> = {}, home: string | null = '/root') =>
  cachesOf(command(line), { home, env: new Map(Object.entries(env)) }).map(({ folder }) => folder);

describe('the cache folders of a command', () => {
  it.each<[string, readonly string[]]>([
    ['npm ci', ['/root/.npm']],
    ['npm --prefix client install', ['/root/.npm']],
    ['npm run build', []],
    ['npm ci --cache /tmp/x', []],
    ['yarn', ['/usr/local/share/.cache/yarn']],
    ['yarn install --frozen-lockfile', ['/usr/local/share/.cache/yarn']],
    ['yarn build', []],
    ['pnpm install --frozen-lockfile', ['/root/.local/share/pnpm/store']],
    ['bun install', ['/root/.bun/install/cache']],
    ['bun install --backend=symlink', []],
    ['pip install -r requirements.txt', ['/root/.cache/pip']],
    ['pip3.12 install flask', ['/root/.cache/pip']],
    ['python3 -m pip install flask', ['/root/.cache/pip']],
    ['python -m flask run', []],
    ['pip freeze', []],
    ['uv sync --frozen', ['/root/.cache/uv']],
    ['uv sync --link-mode symlink', []],
    ['poetry install --no-root', ['/root/.cache/pypoetry/cache', '/root/.cache/pypoetry/artifacts']],
    ['go mod download', ['/root/go/pkg/mod']],
    ['go build ./...', ['/root/go/pkg/mod', '/root/.cache/go-build']],
    ['go version', []],
    ['cargo build --release', ['/root/.cargo/registry', '/root/.cargo/git/db']],
    ['./mvnw -B package', ['/root/.m2/repository']],
    ['mvn -Dmaven.repo.local=/r package', []],
    ['./gradlew bootJar', ['/root/.gradle/caches', '/root/.gradle/wrapper']],
    ['dotnet publish -c Release', ['/root/.nuget/packages']],
    ['dotnet app.dll', []],
    ['composer install --no-dev', ['/root/.composer/cache']],
    ['bundle install', []],
    ['apt-get update', ['/var/cache/apt', '/var/lib/apt']],
    ['apt-get purge -y gcc', []],
    ['echo npm ci', []],
    ['make', []],
  ])('are told for «%s» as root', (line, expected) => {
    expect(folders(line)).toEqual(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['npm ci', { npm_config_cache: '/c' }, ['/c']],
    ['npm_config_cache=/d npm ci', {}, ['/d']],
    ['npm_config_cache=$X npm ci', {}, []],
    ['npm ci', { npm_config_cache: 'relative' }, []],
    ['npm ci', { HOME: '/srv' }, ['/srv/.npm']],
    ['yarn', { YARN_CACHE_FOLDER: '/y' }, ['/y']],
    ['yarn', { XDG_CACHE_HOME: '/x' }, ['/x/yarn']],
    ['pnpm i', { PNPM_HOME: '/pnpm' }, ['/pnpm/store']],
    ['pip install x', { PIP_CACHE_DIR: '/p' }, ['/p']],
    ['pip install x', { PIP_NO_CACHE_DIR: '1' }, []],
    ['pip install x', { PIP_NO_CACHE_DIR: 'off' }, ['/root/.cache/pip']],
    ['uv sync', { UV_LINK_MODE: 'symlink' }, []],
    ['uv sync', { UV_LINK_MODE: 'copy' }, ['/root/.cache/uv']],
    ['mvn package', { MAVEN_OPTS: '-Xmx1g' }, ['/root/.m2/repository']],
    ['go build', { GOPATH: '/go' }, ['/go/pkg/mod', '/root/.cache/go-build']],
    ['go build', { GOPATH: '/a:/b', GOCACHE: '/gc' }, ['/a/pkg/mod', '/gc']],
    ['cargo build', { CARGO_HOME: '/usr/local/cargo' }, ['/usr/local/cargo/registry', '/usr/local/cargo/git/db']],
    ['mvn package', { MAVEN_OPTS: '-Dmaven.repo.local=/x' }, []],
    ['bundle install', { GEM_HOME: '/usr/local/bundle' }, ['/usr/local/bundle/cache']],
    ['bundle install', { GEM_HOME: '/usr/local/bundle', BUNDLE_PATH: 'vendor' }, []],
    ['composer install', { COMPOSER_HOME: '/tmp' }, ['/tmp/cache']],
    ['dotnet restore', { NUGET_PACKAGES: '/n' }, ['/n']],
  ])('of «%s» follow the variables %o', (line, env, expected) => {
    expect(folders(line, env)).toEqual(expected);
  });

  it('of another user lie in their home, yarn’s too', () => {
    expect(folders('yarn', {}, '/home/node')).toEqual(['/home/node/.cache/yarn']);
    expect(folders('npm ci', {}, '/home/node')).toEqual(['/home/node/.npm']);
    expect(folders('npm ci', {}, null)).toEqual([]);
  });

  it('are not told where the RUN itself may have set the variable', () => {
    expect(folders('export npm_config_cache=$(mktemp -d) && npm ci')).toEqual([]);
  });
});

describe('a use of a cache', () => {
  const use = (line: string) => cachesOf(command(line), { home: '/root', env: new Map() })[0];

  it('names the words that switch it off', () => {
    expect(use('pip install --no-cache-dir x')?.switchedOffBy.map(({ text }) => text)).toEqual(['--no-cache-dir']);
  });

  it.each([
    ['mvn -o package', true],
    ['mvn package', false],
    ['dotnet publish --no-restore', true],
    ['cargo build --frozen', true],
    ['pnpm install --offline', true],
    ['npm ci --prefer-offline', false],
  ])('«%s» works only with what is there: %s', (line, offline) => {
    expect(use(line)?.offline).toBe(offline);
  });

  it('says when a result is left there', () => {
    expect(use('mvn clean install')?.publishes).toBe(true);
    expect(use('mvn clean package')?.publishes).toBe(false);
  });
});

describe('a command that empties caches', () => {
  it.each([
    ['npm cache clean --force', 'npm', true],
    ['yarn cache clean', 'yarn', true],
    ['pip cache purge', 'pip', true],
    ['apt-get clean', 'apt', true],
    ['apt-get autoremove -y', 'apt', false],
    ['dotnet nuget locals all --clear', 'nuget', true],
    ['composer clear-cache', 'composer', true],
    ['npm cache clean --force', 'pip', false],
  ])('«%s» of %s is known: %s', (line, tool, expected) => {
    expect(emptiesCaches(command(line), tool)).toBe(expected);
  });
});
