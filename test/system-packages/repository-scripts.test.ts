import { describe, expect, it } from 'vitest';
import { readRepositoryScript } from '../../src/system-packages/repository-scripts.ts';
import { scriptOf } from '../shell/run-view.ts';
import { migrated, server } from '../transforms/project.ts';

/** The index of each command that is half of a repository script. */
function halves(script: string): readonly number[] {
  const { commands } = scriptOf(`RUN ${script}`);
  return commands.flatMap((_, index) => (readRepositoryScript(commands, index) === null ? [] : [index]));
}

describe('a script that adds a repository', () => {
  it.each([
    ['curl -fsSL https://deb.nodesource.com/setup_20.x | bash -', [0, 1]],
    ['curl -sL https://deb.nodesource.com/setup_lts.x | sudo -E bash -', [0, 1]],
    ['apt-get update && wget -qO- https://deb.nodesource.com/setup_18.x | bash', [1, 2]],
    ['curl -sL https://rpm.nodesource.com/setup_20.x | bash - && yum install -y nodejs', [0, 1]],
  ])('is read: %s', (script, expected) => {
    expect(halves(script)).toEqual(expected);
  });

  it.each([
    'curl -fsSL https://get.example.org/install.sh | sh',
    'curl https://sh.rustup.rs -sSf | sh -s -- -y',
    'curl -sL https://deb.nodesource.com/setup_20.x > setup.sh',
    'curl -sL https://deb.nodesource.com/setup_20.x | tee setup.sh',
    'curl -sL https://deb.nodesource.com/setup_20.x | bash -s extra',
    'curl -sL https://deb.nodesource.com/setup_20.x | bash - | tee log',
    'wget https://deb.nodesource.com/setup_20.x | bash -',
    'curl -sL https://deb.nodesource.com/setup_$V | bash -',
    'curl -sL https://deb.nodesource.com/gpgkey/nodesource.gpg.key | apt-key add -',
    'curl -sL http://deb.nodesource.com.example.org/setup_20.x | bash -',
  ])('is not: %s', (script) => {
    expect(halves(script)).toEqual([]);
  });

  it('runs in every stage that installs from its repository, in front of the install', () => {
    const source = [
      'FROM debian:bookworm',
      'RUN apt-get update && apt-get install -y curl build-essential',
      'RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y nodejs libpq-dev',
      'WORKDIR /app',
      'COPY package*.json ./',
      'RUN npm ci',
      'COPY . .',
      'RUN npm run build',
      'CMD ["node", "dist/index.js"]',
      '',
    ].join('\n');
    const { status, runtime } = migrated(source, server());
    expect(status).toBe('changed');
    expect(runtime).toContain('setup_20.x | bash - && apt-get install -y nodejs libpq-dev');
    expect(runtime.indexOf('install -y curl')).toBeLessThan(runtime.indexOf('setup_20.x'));
  });
});
