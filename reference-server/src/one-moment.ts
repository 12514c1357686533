import type { mongo } from 'mongoose';

type Row = Record<string, unknown> & { _id: string };

/**
 * Reads whole collections as they stood at one moment, however long it takes and whatever is sold meanwhile. Books that are read one after the other
 * contradict each other while a shop is open.
 */
export async function atOneMoment<T>(
  db: mongo.Db,
  work: (read: (name: string) => Promise<Row[]>) => Promise<T>,
): Promise<T> {
  const session = db.client.startSession({ snapshot: true });
  // Named with each read: the driver lets a read concern of the connection win over the snapshot of the session, and says nothing.
  const read = async (name: string): Promise<Row[]> => {
    const rows = await db
      .collection(name)
      .find({}, { session, readConcern: { level: 'snapshot' } })
      .toArray();
    return rows as unknown as Row[];
  };
  try {
    return await work(read);
  } finally {
    await session.endSession();
  }
}
