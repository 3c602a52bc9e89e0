import type { GroupCommand } from './command.js';
import { outcomeInWords } from './outcome-in-words.js';
import { youHaveIt } from '../press-answers.js';
import { takeUser } from '../../handovers/take.js';

/** Takes the user's request; where none is open, opens one in the manager's name, to write first. */
export const take: GroupCommand = {
  name: 'take',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.take,
  run: async (tx, said) => {
    const outcome = await takeUser(tx, said.topic.user_id, said);
    return outcomeInWords(tx, said, outcome, youHaveIt(said.profile));
  },
};
