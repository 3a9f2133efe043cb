import { describe, expect, it } from 'vitest';
import { scanSource } from '../../../src/ecosystems/python/scan.ts';

describe('a Python source', () => {
  it.each([
    ['subprocess.run(["git", "log"])', ['git']],
    ['subprocess.check_output(\n    ["/usr/bin/ffmpeg", "-i", path],\n)', ['ffmpeg']],
    ["os.system('LANG=C pg_dump db | gzip > x')", ['pg_dump', 'gzip']],
    ['subprocess.Popen("convert a b", shell=True)', ['convert']],
    ['subprocess.run(f"convert {a} {b}", shell=True)', ['convert']],
    ['subprocess.run(shlex.split("pdftotext a b"))', ['pdftotext']],
    ['shutil.which("node")', ['node']],
    ['asyncio.create_subprocess_exec("sox", "-V")', ['sox']],
  ])('that says «%s» runs %j', (text, programs) => {
    const scan = scanSource(`import os\n${text}\n`);
    expect(scan.runs.map(({ program }) => program)).toEqual(programs);
    expect(scan.runsUnknown).toEqual([]);
  });

  it('that runs its own interpreter needs nothing more', () => {
    expect(scanSource('subprocess.run([sys.executable, "x.py"])')).toMatchObject({ runs: [], runsUnknown: [] });
  });

  it.each([
    'subprocess.run(command)',
    'os.system(line)',
    'subprocess.run([tool, "-v"])',
    'subprocess.run(f"{tool} x", shell=True)',
  ])('that says «%s» runs something that is not known', (text) => {
    expect(scanSource(`a = 1\n${text}\n`).runsUnknown).toEqual([{ line: 2, says: text }]);
  });

  it.each([
    ['cmd = ["az", "login"]\nsubprocess.run(cmd, check=True)', ['az']],
    ['cmd = [\n  "tool",\n  value,\n]\nif deep:\n  cmd = cmd + ["-r"]\nsubprocess.run(cmd)', ['tool']],
    ['line = "convert a b | tee log"\nos.system(line)', ['convert', 'tee']],
    ['cmd: list[str] = ["a"]\ncmd = ["b"]\nPopen(cmd)', ['a', 'b']],
  ])('follows a name to the command that the file gives to it: %j', (text, programs) => {
    const scan = scanSource(text);
    expect(scan.runs.map(({ program }) => program)).toEqual(programs);
    expect(scan.runsUnknown).toEqual([]);
  });

  it.each([
    'def run(cmd):\n  cmd = ["a"]\n  subprocess.run(cmd)',
    'for cmd in commands:\n  subprocess.run(cmd)',
    'cmd = ["a"]\ncmd = shlex.split(line)\nsubprocess.run(cmd)',
    'cmd = ["a"]\nname, cmd = pick()\nsubprocess.run(cmd)',
    'cmd = ["a"]\nrun(x, cmd=other)\nsubprocess.run(cmd)',
    'import commands as cmd\nsubprocess.run(cmd)',
    'cmd = [tool, "a"]\nsubprocess.run(cmd)',
  ])('does not follow a name that may hold anything: %j', (text) => {
    expect(scanSource(text).runsUnknown).toHaveLength(1);
  });

  it('is not taken at its comments and docstrings', () => {
    const text = '"""\nsubprocess.run(["git"])\n"""\n# os.system("curl x")\ndef f():\n    """os.system("wget x")"""\n';
    expect(scanSource(text).runs).toEqual([]);
  });

  it.each([
    ['UPLOAD_FOLDER', true],
    ['UPLOADDIR', true],
    ['MEDIA_ROOT', true],
    ['DEFAULT_LOG_FILE', true],
    ['_CACHE_DIR', true],
    ['DATABASE', true],
    ['LOGIN_URL', false],
    ['LOGOUT_REDIRECT', false],
    ['MEDIA_URL', false],
    ['DATA_API_PREFIX', false],
    ['CATALOG_PAGE', false],
  ])('a constant %s names a place that it writes: %s', (name, writes) => {
    const paths = scanSource(`${name} = "/some/place"\n`).writes.map(({ path }) => path);
    expect(paths).toEqual(writes ? ['/some/place'] : []);
  });

  it('shows the absolute paths that it writes', () => {
    const text = [
      'open("/data/log.txt", "a")',
      'open("/etc/passwd")',
      "os.makedirs('/var/lib/app/')",
      'DB = "sqlite:////srv/db/app.sqlite"',
      'logging.FileHandler("/var/log/app.log")',
      '@app.route("/data/items")',
      'UPLOAD_FOLDER = "/uploads/files"',
    ].join('\n');
    expect(
      scanSource(text)
        .writes.map(({ path }) => path)
        .sort(),
    ).toEqual(['/data/log.txt', '/srv/db/app.sqlite', '/uploads/files', '/var/lib/app', '/var/log/app.log']);
  });

  it('names what it imports', () => {
    expect(scanSource('import os, magic as m\nfrom flask.views import View\n  from .local import x\n').imports).toEqual(
      ['os', 'magic', 'flask'],
    );
  });

  it('that handles SIGTERM is known to', () => {
    expect(scanSource('signal.signal(signal.SIGTERM, stop)').handlesSigterm).toBe(true);
    expect(scanSource('x = 1').handlesSigterm).toBe(false);
  });
});
