import path from 'node:path';
import { migrate } from '../../migrate.mjs';
import { startPostgres } from '../../pg.mjs';
import type { SafetyPart } from '../part';
import { PUBLISHED_SCHEDULES } from '../part';
import { matrixOf } from './points';
import { runMatrix } from './run-matrix';
import { shortForm } from './short-form';

/** Real processes, killed at every point of the send path; a short run takes the short form of the matrix. */
export const killMatrix: SafetyPart = {
  name: 'killMatrix',
  proves:
    'a process, connection or answer that dies at any point of the send path sends nothing twice and loses nothing',
  waits: true,
  async run(options, progress) {
    const { cells: all, notApplicable } = matrixOf();
    const cells = options.schedules < PUBLISHED_SCHEDULES ? shortForm() : all;
    const server = await startPostgres({
      dir: path.resolve('.data', 'kill-pg', String(process.pid)),
      database: 'kill',
      ephemeral: true,
    });
    try {
      await migrate(server.url);
      const results = await runMatrix({ ownerUrl: server.url, cells, signal: options.signal }, progress);
      const failed = results.filter((result) => !result.passed);
      return {
        figures: {
          killCells: results.length,
          killCellsPassed: results.length - failed.length,
          sends: results.reduce((sum, result) => sum + result.acts, 0),
        },
        details: { cells: results, notApplicable },
        failures: failed.map(({ cell, problems }) => `${cell}: ${problems.join('; ')}`),
      };
    } finally {
      await server.stop();
    }
  },
};
