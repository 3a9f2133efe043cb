import { type ReasonData, shown } from '../../decision.ts';
import type { GoReason } from './known.ts';

/** The words for what Go's knowledge cannot establish, as clauses that read after «because». */
export const REASONS: Readonly<Record<GoReason, (data: ReasonData) => string>> = {
  'no-go-mod': () => 'there is no go.mod',
  'gopath-of-old': (data) =>
    `there is no go.mod: it builds in GOPATH${
      shown(data, 'tool') === '' ? '' : ` with what ${shown(data, 'tool')} lists`
    }${
      shown(data, 'vendored') === '' ? ', where what it fetches is whatever is newest' : ' and vendor/ holds'
    }, and since Go 1.16 that works with GO111MODULE=off alone`,
  'go-mod-unreadable': (data) => `${shown(data, 'path')} cannot be read`,
  'replaced-outside-context': (data) =>
    `go.mod or go.work names ${shown(data, 'folder')}, which is not in the build context`,
  vendored: () => 'the modules lie in vendor/',
  'nothing-required': () => 'go.mod requires no module',
  'needs-c': (data) => `${shown(data, 'names')} needs a C compiler`,
  'need-of-c-not-known': (data) =>
    `it is not known whether ${shown(data, 'names')} needs a C compiler, so that the build stays as it is`,
  'cgo-on-purpose': (data) => `the build asks for C by ${shown(data, 'what')}`,
  'cgo-by-variable': () => 'a build argument sets CGO_ENABLED',
  'build-mode': (data) => `it is built with -buildmode=${shown(data, 'mode')}`,
  'linker-flags-not-read': (data) => `the linker’s flags ${shown(data, 'flags')} cannot be added to`,
  'built-by-another-program': (data) =>
    `«${shown(data, 'program')}» calls the compiler, and may set the platform itself`,
  'installed-by-platform': (data) =>
    `«${shown(data, 'command')}» puts what is made for another platform into a folder of its own, and stops where GOBIN is set`,
  'not-built-without-c': (data) => `it is not built with ${shown(data, 'setting')}`,
  'platform-fixed': (data) => `the file fixes its platform with ${shown(data, 'setting')}`,
  'package-not-found': (data) => `the package «${shown(data, 'packages')}» was not found in the build context`,
  'output-by-variable': (data) => `the value of ${shown(data, 'flag')} is not known`,
  'other-platform': (data) => `it is built for ${shown(data, 'system') || 'a platform that a build argument names'}`,
  'start-by-variable': (data) => `«${shown(data, 'command')}» names the program by a variable`,
  'start-not-built': (data) => `«${shown(data, 'program')}» is no program that this file builds`,
  'start-script-missing': (data) => `the script ${shown(data, 'file')} is not in the build context`,
  'start-shell': (data) =>
    `the script that starts is not understood${shown(data, 'why') === '' ? '' : ` (${shown(data, 'why')})`}`,
  'runs-go': (data) => `«${shown(data, 'command')}» needs the Go toolchain`,
  'not-frozen': () => 'go.mod and go.sum fix every version already',
  'release-unknown': (data) => `the Debian release of ${shown(data, 'image')} is not known`,
};

/** What the reader can do, where it is more than the transform's own advice. */
export const ADVICE: Readonly<Partial<Record<GoReason, string>>> = {
  'replaced-outside-context': 'Build with a context that holds the replaced module, or publish it.',
  'gopath-of-old':
    'Run go mod init with the import path (it reads Gopkg.lock, glide.lock and vendor.json up to Go 1.21) and go mod tidy, and commit both files.',
  'package-not-found': 'Name the package as the build context has it, for example ./cmd/server.',
  'built-by-another-program': 'Call go build in the Dockerfile itself.',
  'installed-by-platform': 'Use go build -o, which writes the same file for every platform.',
  'platform-fixed': 'Take the setting away where it is not meant, or write $TARGETOS and $TARGETARCH there.',
  'start-not-built': 'Start the built file itself, for example CMD ["/app/server"].',
  'start-by-variable': 'Write the path of the program out.',
  'runs-go': 'Build in a RUN, and start the file that it makes.',
  'need-of-c-not-known':
    'If the program builds with CGO_ENABLED=0 and works, set that in the Dockerfile: it then runs on an image without a C library.',
  'needs-c':
    'Use a package that is written in Go (modernc.org/sqlite for mattn/go-sqlite3), or keep a runtime with the same C library.',
};
