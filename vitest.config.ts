import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') };
// A zone with an offset of 5:45 h: code that reads the machine's zone instead of an account's fails somewhere.
const env = { TZ: 'Asia/Kathmandu' };
const exclude = ['**/node_modules/**', '**/.next/**', '**/.data/**'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          env,
          include: ['{lib,inngest,scripts,components,db,app}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts'],
          // Vitest leaves a core free, which on two cores leaves one: half of a run was starting one worker after the other.
          maxWorkers: 3,
          // Properties over hundreds of plays: how long they take on a busy machine says nothing.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          environment: 'node',
          env,
          include: ['{lib,inngest,scripts,db,app}/**/*.db.test.ts'],
          exclude,
          globalSetup: ['db/testing/global-setup.ts'],
          // More than the machine has cores: they wait for a database, for processes and for each other most of their time.
          maxWorkers: 3,
          // After the unit tests: their properties would take the time that these wait in from them.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
