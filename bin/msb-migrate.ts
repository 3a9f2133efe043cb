#!/usr/bin/env node
import { main, thisProcess } from '../src/cli/main.ts';
import { discoverDockerfiles, migrate, openRepository, TRANSFORMS } from '../src/index.ts';

process.exitCode = await main(thisProcess(), {
  run: migrate,
  transforms: TRANSFORMS,
  openRepository,
  discoverDockerfiles,
});
