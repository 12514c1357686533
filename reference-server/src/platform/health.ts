import { Router } from 'express';
import { currentVersion } from '@smartduka/contract';
import { databaseAnswers } from './database.js';

/** Whether this process still takes work. */
export const life = { draining: false };

/** `/health` and `/ping` speak of the process alone; `/ready` also of the database, and fails while we drain (O1). */
export function health(): Router {
  const router = Router();
  router.get(['/health', '/ping'], (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok', version: currentVersion });
  });
  router.get('/ready', async (_request, response) => {
    const database = await databaseAnswers();
    const ready = database && !life.draining;
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', database, draining: life.draining });
  });
  return router;
}
