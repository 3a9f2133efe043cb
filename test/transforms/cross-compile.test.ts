import { describe, expect, it } from 'vitest';
import { MODULE } from '../ecosystems/go/project.ts';
import { type Files, migrated } from './project.ts';

const FILES = { ...MODULE, 'main.go': 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("shop") }\n' };

function crossed(lines: readonly string[], files: Files = {}) {
  const { text, decisions } = migrated(`${lines.join('\n')}\n`, { ...FILES, ...files }, { crossCompile: true });
  const codes = decisions.filter(({ transform }) => transform === 'cross-compile').map(({ code }) => code);
  return { after: text, codes };
}

const runtime = (...copies: readonly string[]) => ['FROM alpine:3.20', 'USER 10001', ...copies, 'CMD ["/bin/shop"]'];
const BUILD = ['FROM golang:1.22 AS build', 'WORKDIR /app', 'COPY . .'];
const SHOP = 'COPY --from=build /app/shop /bin/shop';

describe('cross-compile', () => {
  it('is not done unasked', () => {
    const lines = [...BUILD, 'RUN CGO_ENABLED=0 go build -o shop .', ...runtime(SHOP)];
    expect(migrated(`${lines.join('\n')}\n`, FILES).text).not.toContain('BUILDPLATFORM');
  });

  it('declares what the build reads, once, in front of it', () => {
    const two = 'RUN CGO_ENABLED=0 go build -o shop . && CGO_ENABLED=0 go build -o again .';
    const { after } = crossed([...BUILD, two, ...runtime(SHOP)]);
    expect(after).toContain('FROM --platform=$BUILDPLATFORM golang:1.22 AS build');
    expect(after).toContain(
      'ARG TARGETOS\nARG TARGETARCH\nRUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o shop . && CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o again .',
    );
  });

  it('adds the platform alone where the author compiles for the target', () => {
    const build = 'RUN GOOS=$TARGETOS GOARCH=$TARGETARCH CGO_ENABLED=0 go build -o shop .';
    const { after, codes } = crossed([...BUILD, 'ARG TARGETOS TARGETARCH', build, ...runtime(SHOP)]);
    expect(codes).toEqual(['cross-compiled']);
    expect(after).toContain(`ARG TARGETOS TARGETARCH\n${build}`);
  });

  it('takes certificates out of the stage, which are the same everywhere', () => {
    const copy = 'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/';
    expect(crossed([...BUILD, 'RUN CGO_ENABLED=0 go build -o shop .', ...runtime(SHOP, copy)]).codes).toEqual([
      'cross-compiled',
    ]);
  });

  it.each([
    ['platform-in-the-copy', [...BUILD, 'RUN CGO_ENABLED=0 go build -o shop . && ./shop', ...runtime(SHOP)]],
    [
      'platform-in-the-copy',
      [...BUILD, 'RUN go build -o shop .', ...runtime(SHOP, 'COPY --from=build /usr/bin/git /bin/')],
    ],
    ['carried-not-known', [...BUILD, 'RUN go build -o shop .', ...runtime('COPY --from=build /app/sho* /bin/')]],
    ['not-crossed', [...BUILD, 'RUN go build -o shop . && echo "', ...runtime(SHOP)]],
    ['exec-form', [...BUILD, 'RUN ["go", "build", "-o", "shop", "."]', ...runtime(SHOP)]],
    ['not-crossed', [...BUILD, 'RUN CGO_ENABLED=1 go build -o shop .', ...runtime(SHOP)]],
    [
      'nothing-compiled',
      ['FROM golang:1.22', 'WORKDIR /app', 'COPY . .', 'RUN go build -o shop ./absent', 'CMD ["./shop"]'],
    ],
    [
      'platform-named',
      [
        'FROM --platform=linux/amd64 golang:1.22 AS build',
        ...BUILD.slice(1),
        'RUN go build -o shop .',
        ...runtime(SHOP),
      ],
    ],
    [
      'crossed-already',
      [
        'FROM --platform=$BUILDPLATFORM golang:1.22 AS build',
        ...BUILD.slice(1),
        'ARG TARGETOS TARGETARCH',
        'RUN GOOS=$TARGETOS GOARCH=$TARGETARCH CGO_ENABLED=0 go build -o shop .',
        ...runtime(SHOP),
      ],
    ],
  ])('says %s, and leaves the platform alone', (code, lines) => {
    const { after, codes } = crossed(lines);
    expect(codes).toEqual([code]);
    expect(after.match(/--platform=\S+/g) ?? []).toEqual(lines.join('\n').match(/--platform=\S+/g) ?? []);
  });

  it('leaves files alone that another builder than BuildKit builds', () => {
    const lines = [...BUILD, 'RUN CGO_ENABLED=0 go build -o shop .', ...runtime(SHOP)];
    const ci = 'steps:\n- name: gcr.io/kaniko-project/executor\n  args: [--dockerfile=Dockerfile, --context=.]\n';
    expect(crossed(lines, { 'cloudbuild.yaml': ci }).codes).toEqual(['builder-without-platforms']);
  });

  it('leaves a stage alone that compose runs itself', () => {
    const lines = [...BUILD, 'RUN CGO_ENABLED=0 go build -o shop .', ...runtime(SHOP)];
    const compose = 'services:\n  shop:\n    build:\n      context: .\n      target: build\n';
    expect(crossed(lines, { 'compose.yaml': compose }).codes).toEqual(['stage-is-run']);
  });
});
