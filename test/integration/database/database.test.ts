import { sql } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';

const { database } = await testDatabase();

describe('the database', () => {
  it('answers', async () => {
    expect(await database.one(sql`SELECT count(*) AS n FROM clients`)).toEqual({ n: 0 });
  });
});
