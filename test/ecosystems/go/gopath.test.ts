import { describe, expect, it } from 'vitest';
import { goEcosystem } from '../../../src/ecosystems/go/index.ts';
import { buildContext } from '../../../src/repository/build-context.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

const said = (folder: string, paths: readonly string[]) => {
  const files = Object.fromEntries(paths.map((path) => [path, 'package main\n']));
  const because = goEcosystem.withoutManifest?.(
    folder,
    buildContext(memoryRepository(files), '', 'Dockerfile', 'test'),
  );
  return because ? goEcosystem.reasons[because.code]?.(because.data) : null;
};

describe('sources from before modules', () => {
  it.each([
    ['Gopkg.lock', 'dep'],
    ['glide.yaml', 'glide'],
    ['Godeps/Godeps.json', 'godep'],
    ['vendor/vendor.json', 'govendor'],
  ])('are known by %s', (path, tool) => {
    expect(said('/app', ['main.go', path])).toContain(`with what ${tool} lists`);
  });

  it('are known by the place that they are copied to', () => {
    expect(said('/go/src/app', ['main.go'])).toContain('whatever is newest');
    expect(said('/app', ['main.go'])).toBeNull();
  });

  it('are told apart where everything lies in vendor', () => {
    expect(said('/go/src/app', ['main.go', 'vendor/example.com/a/a.go', 'vendor/example.com/a/go.mod'])).toContain(
      'vendor/',
    );
  });

  it('are not looked for where a module is', () => {
    expect(said('/go/src/app', ['main.go', 'cmd/go.mod', 'Gopkg.lock'])).toBeNull();
  });
});
