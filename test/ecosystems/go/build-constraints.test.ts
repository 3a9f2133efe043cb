import { describe, expect, it } from 'vitest';
import { isLeftOutOnLinux } from '../../../src/ecosystems/go/build-constraints.ts';

describe('files that no build for a Linux image takes', () => {
  it.each([
    ['a_test.go', ''],
    ['syscall_hurd.go', ''],
    ['zsyscall_aix_ppc.go', ''],
    ['poll_windows.go', ''],
    ['poll_plan9_arm.go', ''],
    ['asm_ppc64.go', ''],
    ['a.go', '//go:build aix && ppc'],
    ['a.go', '//go:build hurd\n// +build hurd'],
    ['a.go', '// +build aix,ppc'],
    ['a.go', '// +build darwin freebsd'],
    ['a.go', '// +build linux\n// +build mips'],
    ['a.go', '//go:build !linux'],
    ['a.go', '//go:build (js && wasm) || !unix'],
    ['a.go', '//go:build ignore && custom'],
    ['a_amd64.go', '//go:build arm64'],
  ])('%s «%s» is one', (path, head) => {
    expect(isLeftOutOnLinux(path, `${head}\n\npackage a\n`)).toBe(true);
  });

  it.each([
    ['a.go', ''],
    ['linux.go', ''],
    ['windows.go', ''],
    ['a_linux_arm64.go', ''],
    ['a_unix.go', ''],
    ['a_s390x.go', ''],
    ['a.go', '//go:build cgo'],
    ['a.go', '//go:build linux || windows'],
    ['a.go', '//go:build !windows && (amd64 || arm64)'],
    ['a.go', '//go:build custom'],
    ['a.go', '// +build linux,amd64 darwin'],
    ['a.go', '//go:build linux\n// +build windows'],
  ])('%s «%s» is none', (path, head) => {
    expect(isLeftOutOnLinux(path, `${head}\n\npackage a\n\n// +build ignore\n`)).toBe(false);
  });
});
