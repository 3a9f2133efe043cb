/** Programs that make Go code below the folder they run in, and where they are documented. */
export const CODE_GENERATORS: Readonly<Record<string, string>> = {
  buf: 'buf.build/docs/generate',
  esc: 'github.com/mjibson/esc',
  'go-bindata': 'github.com/go-bindata/go-bindata',
  'go-bindata-assetfs': 'github.com/elazarl/go-bindata-assetfs',
  'go-enum': 'github.com/abice/go-enum',
  mockery: 'github.com/vektra/mockery',
  mockgen: 'go.uber.org/mock',
  'oapi-codegen': 'github.com/oapi-codegen/oapi-codegen',
  pkger: 'github.com/markbates/pkger',
  protoc: 'protobuf.dev/reference/go/go-generated',
  qtc: 'github.com/valyala/quicktemplate',
  rice: 'github.com/GeertJohan/go.rice',
  sqlboiler: 'github.com/volatiletech/sqlboiler',
  sqlc: 'docs.sqlc.dev',
  statik: 'github.com/rakyll/statik',
  stringer: 'golang.org/x/tools/cmd/stringer',
  swag: 'github.com/swaggo/swag',
  templ: 'templ.guide',
  wire: 'github.com/google/wire',
};

/** Programs, by the name that `go install` gives them, that work on sources alone: where only what was built runs, nobody has a use for them. */
const ON_SOURCES = new Set(
  (
    'air CompileDaemon fresh gin realize reflex modd nodemon gow wgo gowatch bee cobra-cli dep easyjson enumer ent ffjson garble gci ginkgo glide go-bindata-assetfs ' +
    'go-junit-report gocov gocov-xml gocover-cobertura gocyclo godoc gofumpt goimports gomodifytags gopls goreleaser gotests gotestsum goveralls govvv gowrap gox ' +
    'gqlgen impl ineffassign ko license-eye mage misspell moq msgp nilaway packr packr2 pkgsite revive swagger task vfsgendev wails xo'
  ).split(' '),
);

/** Nobody calls it where only what was built runs. */
export function isForSources(program: string): boolean {
  return (
    Object.hasOwn(CODE_GENERATORS, program) ||
    GO_TOOLS.has(program) ||
    ON_SOURCES.has(program) ||
    /^protoc-gen-/.test(program)
  );
}

/** Programs that only look at the sources. */
export const GO_TOOLS: ReadonlySet<string> = new Set([
  'golangci-lint',
  'golint',
  'staticcheck',
  'govulncheck',
  'gosec',
  'errcheck',
]);
