import { main, thisProcess } from '../../src/cli/main.ts';
import { discoverDockerfiles } from '../../src/repository/discover.ts';
import { openRepository } from '../../src/repository/disk.ts';
import { pins, TRANSFORMS } from './stand-ins.ts';

// What bin/msb-migrate.ts does, over a stand-in for the library.
void main(thisProcess(), { run: pins, transforms: TRANSFORMS, openRepository, discoverDockerfiles }).then((code) => {
  process.exitCode = code;
});
