import { describe, expect, it } from 'vitest';
import { askedNetwork, refusedRunArgument, valuesIn, withoutNetwork, wordsOf } from '../../src/prove/run-arguments.ts';

describe('refusedRunArgument', () => {
  it('names what would take the container out of sight', () => {
    expect(refusedRunArgument(['--shm-size=1g', '--rm'])).toBe('--rm');
    expect(refusedRunArgument(['--name=x'])).toBe('--name=x');
    expect(refusedRunArgument(['--restart=no', '--tmpfs', '/run'])).toBeUndefined();
  });
});

describe('askedNetwork', () => {
  it.each([
    [['--network=backend'], 'backend'],
    [['--memory=1g', '--net', 'host'], 'host'],
    [['--network-alias=db'], undefined],
    [[], undefined],
  ])('finds in %j: %s', (args, expected) => {
    expect(askedNetwork(args)).toBe(expected);
  });
});

describe('withoutNetwork', () => {
  it.each([
    [['--network=host', '--memory=1g'], ['--memory=1g']],
    [
      ['--memory=1g', '--net', 'host', '--init'],
      ['--memory=1g', '--init'],
    ],
    [['--network-alias=db'], ['--network-alias=db']],
  ])('of %j leaves %j', (args, expected) => {
    expect(withoutNetwork(args)).toEqual(expected);
  });
});

describe('valuesIn', () => {
  it('finds values of variables in every spelling', () => {
    expect(valuesIn(['-e', 'TOKEN=a=b', '--env=KEY=c', '-eX=d', '--shm-size=1g'])).toEqual(['a=b', 'c', 'd']);
  });
});

describe('wordsOf', () => {
  it.each([
    ['node worker.js', ['node', 'worker.js']],
    ['sh -c "echo \\"a b\\"; exit 0"', ['sh', '-c', 'echo "a b"; exit 0']],
    ['node -e \'console.log(1)\' --x="a b"', ['node', '-e', 'console.log(1)', '--x=a b']],
    ['a\\ b c', ['a b', 'c']],
  ])('reads %s', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });
});
