import { describe, expect, it } from 'vitest';
import { MODULE, optionalOf, programOf, projectOf, readsOf, startOf } from './project.ts';

function main(body: string, imports = '"os"'): string {
  return `package main\n\nimport (\n${imports}\n)\n\nfunc main() {\n${body}\n}\n`;
}

const ASSETS = {
  ...MODULE,
  'templates/index.html': '<p>',
  'static/site.css': 'p {}',
  'config.yml': 'a: 1',
  'docs/readme.md': '#',
  'internal/db/db.go': 'package db\n',
  'internal/db/schema.sql': 'create table t();',
};

describe('what a program reads', () => {
  it('reads what literals name', () => {
    const files = {
      ...ASSETS,
      'main.go': main('os.Open("config.yml"); t.ParseGlob("templates/*.html"); http.Dir("./static")'),
    };
    expect(readsOf(files)).toEqual(['config.yml', 'templates', 'static']);
  });

  it('reads every file that could be data, where a name is put together', () => {
    expect(readsOf({ ...ASSETS, 'main.go': main('os.ReadFile(os.Args[1])') })).toEqual([
      'config.yml',
      'internal/db/schema.sql',
      'static',
      'templates',
    ]);
  });

  it('does not read what is embedded', () => {
    const embedding = 'package db\n\nimport _ "embed"\n\n//go:embed schema.sql\nvar schema string\n';
    const files = { ...ASSETS, 'internal/db/db.go': embedding, 'main.go': main('os.ReadFile(os.Args[1])') };
    expect(readsOf(files)).not.toContain('internal/db/schema.sql');
  });

  it('reads the .env of its folder where a library loads one, and may find one there that is not tracked', () => {
    const body = main('godotenv.Load()', '"github.com/joho/godotenv"');
    expect(readsOf({ ...MODULE, '.env': 'A=1', 'main.go': body })).toEqual(['.env']);
    expect(optionalOf({ ...MODULE, '.env': 'A=1', 'main.go': body })).toEqual([]);
    expect(optionalOf({ ...MODULE, 'main.go': body })).toEqual(['.env']);
    expect(readsOf({ ...MODULE, '.env': 'A=1' })).toEqual([]);
  });

  it('reads nothing else because of a library that loads .env unasked', () => {
    const loads = (call: string) => main(call, '"github.com/joho/godotenv"');
    expect(readsOf({ ...ASSETS, '.env': 'A=1', 'main.go': loads('godotenv.Load()') })).toEqual(['.env']);
    expect(readsOf({ ...ASSETS, '.env': 'A=1', 'main.go': loads('godotenv.Load(os.Args[1])') })).toContain(
      'config.yml',
    );
  });

  it.each(['.env', 'deploy/.env.local'])('may find a %s that a literal names', (name) => {
    const body = main(`viper.SetConfigFile("${name}")`, '"github.com/spf13/viper"');
    expect(optionalOf({ ...MODULE, 'main.go': body })).toEqual([name]);
    expect(readsOf({ ...MODULE, [name]: 'A=1', 'main.go': body })).toEqual([name]);
  });

  it.each([
    ['viper', '"github.com/spf13/viper"', 'viper.AutomaticEnv()'],
    ['envconfig', '"github.com/kelseyhightower/envconfig"', 'envconfig.Process("", &c)'],
  ])('finds no .env because of %s, which reads none by itself', (_, path, call) => {
    const body = main(call, path);
    expect(optionalOf({ ...MODULE, 'main.go': body })).toEqual([]);
    expect(readsOf({ ...MODULE, '.env': 'A=1', 'main.go': body })).toEqual([]);
  });

  it('reads nothing because of comments, imports, tests and packages of Go', () => {
    const files = {
      ...ASSETS,
      'main.go': main('// os.Open("config.yml")\n/* "templates" */', '"example.com/shop/v2/internal/db"\n"static"'),
      'main_test.go': 'package main\n\nvar a = "config.yml"\n',
    };
    expect(readsOf(files)).toEqual([]);
  });

  it('reads a configuration that a library finds by its name', () => {
    expect(readsOf({ ...ASSETS, 'main.go': main('viper.SetConfigName("config")') })).toEqual(['config.yml']);
  });
});

describe('what a program starts', () => {
  const SCRIPTS = {
    ...ASSETS,
    'dark.sh': '# Makes it dark.\ncp -R static theme\ncurl -o a.tar "https://example.com/a.tar"\n./more.sh\n',
    'more.sh': '#!/bin/bash\necho more\n',
    'odd.py': '#!/usr/bin/env python3\nprint(1)\n',
  };
  const dark = ['dark.sh', 'static', 'more.sh'];

  it.each([
    ['exec.Command("sh", dir+"/dark.sh", theme)', dark],
    ['exec.CommandContext(ctx, "sh", "-x", fmt.Sprintf("%s/dark.sh", dir))', dark],
    ['exec.Command("sh", filepath.Join(dir, "dark.sh"))', dark],
    ['exec.Command("sh", "-c", "cd . && ./dark.sh")', dark],
    ['exec.Command("./dark.sh")', dark],
    ['exec.Command(dir + "/more.sh")', ['more.sh']],
  ])('«%s» reads the script and what it names', (body, expected) => {
    expect(readsOf({ ...SCRIPTS, 'main.go': main(body, '"os/exec"') })).toEqual(expect.arrayContaining(expected));
  });

  it('may run any script, where no literal names it', () => {
    expect(readsOf({ ...SCRIPTS, 'main.go': main('exec.Command("sh", name)', '"os/exec"') })).toEqual(
      expect.arrayContaining(['dark.sh', 'more.sh', 'config.yml']),
    );
    expect(readsOf({ ...SCRIPTS, 'main.go': main('exec.Command("date", "-u")', '"os/exec"') })).toEqual([]);
  });

  it.each([
    ['exec.Command("sh", dir+"/dark.sh")', ['sh', 'cp', 'curl', 'bash'], 0],
    ['exec.Command("./odd.py")', ['python3'], 1],
    ['exec.Command("sh", "-c", "$EDITOR a.txt")', ['sh'], 1],
    ['exec.Command("sh", name)', ['sh'], 1],
    ['exec.Command("git", "status")', ['git'], 0],
  ])('«%s» starts %j, and %d more that are not known', (body, programs, unknown) => {
    const program = programOf({ ...SCRIPTS, 'main.go': main(body, '"os/exec"') });
    const value = program.known ? program.value : { runs: [], runsUnknown: [] };
    expect([...new Set(value.runs.map((run) => run.program))]).toEqual(programs);
    expect(value.runsUnknown).toHaveLength(unknown);
  });
});

describe('what starts', () => {
  it.each([
    ['./shop', '/app/shop'],
    ['/app/shop', '/app/shop'],
  ])('«%s» is %s', (word, entry) => {
    expect(startOf(MODULE, [word])).toMatchObject({ value: { kind: 'program', entry, tools: [] } });
  });

  it('finds a program on PATH', () => {
    expect(startOf(MODULE, ['shop', '-v'], ['/go/bin/shop'])).toMatchObject({ value: { entry: '/go/bin/shop' } });
  });

  it('follows a script to the program, and names its shell', () => {
    const files = { ...MODULE, 'run.sh': '#!/bin/bash\nset -e\ncurl -s localhost\nexec /app/shop "$@"\n' };
    expect(startOf(files, ['./run.sh'])).toMatchObject({
      value: { entry: '/app/shop', tools: ['bash', 'sh', 'curl'], alsoLoads: ['run.sh'] },
    });
  });

  it.each([
    ['cd server && ./main', '/app/server/main', '/app/server'],
    ['cd /app && server/main', '/app/server/main', '/app'],
    ['/app/server/main', '/app/server/main', '/app'],
  ])('«%s» is %s, started in %s', (script, entry, workdir) => {
    expect(startOf(MODULE, ['sh', '-c', script], ['/app/server/main'])).toMatchObject({
      value: { entry, at: { workdir, folder: '/app' } },
    });
  });

  it('is not known behind a folder that is not', () => {
    expect(startOf(MODULE, ['sh', '-c', 'cd "$HOME" && ./shop'])).toMatchObject({ because: { code: 'start-shell' } });
  });

  it.each([[['go', 'run', '.']], [['air']], [['make', 'run']]])('%j is for development', (words) => {
    expect(startOf(MODULE, words)).toMatchObject({ value: { kind: 'development' } });
  });

  it.each([
    [['./other'], 'start-not-built'],
    [['sh', '-c', '$APP'], 'start-by-variable'],
    [['go', 'test', './...'], 'runs-go'],
  ])('%j is not known: %s', (words, code) => {
    expect(startOf(MODULE, words)).toMatchObject({ known: false, because: { code } });
  });

  it('loads the files that arguments name', () => {
    expect(startOf(ASSETS, ['./shop', '--config=config.yml'])).toMatchObject({ value: { alsoLoads: ['config.yml'] } });
  });
});

describe('what a program needs of the system', () => {
  it.each([
    ['http.Get(url)', '"net/http"', ['certificates']],
    ['time.LoadLocation("Europe/Paris")', '"time"', ['time-zones']],
    ['time.LoadLocation(zone)', '"time"\n_ "time/tzdata"', []],
    ['os.CreateTemp("", "x"); user.Current()', '"os"\n"os/user"', ['temporary-folder', 'users']],
  ])('«%s» needs %j', (body, imports, needed) => {
    const files = { ...MODULE, 'main.go': main(body, imports) };
    const program = projectOf(files).program(
      { kind: 'program', entry: '/app/shop', tools: [], packages: [], readsManifest: false, evidence: [] },
      [],
    );
    expect(program.known && program.value.systemFiles?.map(({ file }) => file)).toEqual(needed);
  });
});
