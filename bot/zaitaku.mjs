#!/usr/bin/env node
// The command `zaitaku`: runs the TypeScript sources as they are, from any working directory, without a build.
import { register } from 'tsx/esm/api';

register();
await import('./zaitaku.ts');
