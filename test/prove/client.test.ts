import { describe, expect, it } from 'vitest';
import { clientOf } from '../../src/prove/client.ts';

describe('clientOf', () => {
  it.each([
    ['Docker version 28.2.2, build e6534b4', 'docker'],
    ['podman version 4.3.1', 'podman'],
    // Debian's podman-docker installs a `docker` that answers this.
    ['Emulate Docker CLI using podman.\npodman version 4.3.1', 'podman'],
    ['buildah version 1.28.2 (image-spec 1.1.0-rc2)', undefined],
  ])('takes «%s» for %s', (said, expected) => {
    expect(clientOf(said)).toBe(expected);
  });
});
