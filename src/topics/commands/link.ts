import type { GroupCommand, Said } from './command.js';
import type { StyledText } from '../styled-text.js';
import { askForLink, readPhoneNumber } from '../../integrations/whatsapp-link.js';
import { tellGroupOfLink } from '../../integrations/whatsapp-link-posts.js';
import { linksOfClient } from '../../integrations/whatsapp-link-row.js';
import type { LinkRow } from '../../integrations/whatsapp-link-row.js';
import type { Queryable } from '../../shared/database.js';
import { EstafetaError } from '../../shared/errors.js';

/**
 * Links the client's WhatsApp phone by a code to type on it: `/link`, `/link +77010000001`, and with several phones
 * `/link name +77010000001`. What becomes of it is a post of its own, edited as it goes on.
 */
export const link: GroupCommand = {
  name: 'link',
  scope: 'anywhere',
  unlisted: true,
  describe: ({ linking }) => linking.menu,
  run: async (tx, said) => {
    const { linking } = said.words;
    const links = await linksOfClient(tx, said.profile.id);
    if (links.length === 0) return [{ text: linking.noPhone }];
    const { name, number } = readArgs(said.args);
    const fitting = links.filter((one) => name === '' || one.name.toLowerCase() === name.toLowerCase());
    const [phone] = fitting;
    if (!phone || fitting.length > 1)
      return [{ text: linking.whichPhone(links.map((one) => one.name).join(', ')) }];
    return ask(tx, said, { phone, number });
  },
};

async function ask(
  tx: Queryable,
  { words: { linking }, now }: Said,
  { phone, number }: { phone: LinkRow; number: string | null },
): Promise<StyledText | null> {
  const { client_id, integration_id } = phone;
  try {
    const asked = await askForLink(tx, {
      ...{ client_id, integration_id, method: 'code', in_group: true, now },
      ...(number !== null && { phone: number }),
    });
    if (asked === 'reconnecting') return [{ text: linking.reconnecting }];
    await tellGroupOfLink(tx, { client_id, id: integration_id }, { said: 'asking' }, now);
    return null;
  } catch (error) {
    if (!(error instanceof EstafetaError)) throw error;
    switch (error.code) {
      case 'linked_already':
        return [{ text: linking.linkedAlready({ phone: phone.phone ?? '' }) }];
      case 'phone_needed':
        return [{ text: linking.whichNumber }];
      case 'number_taken':
        return [{ text: linking.problems.number_taken }];
      case 'link_busy':
        return [{ text: linking.states[phone.state] }];
      default:
        throw error;
    }
  }
}

/** What stands before the number is a phone's name. */
function readArgs(args: string): { name: string; number: string | null } {
  const typed = args.trim();
  const from = typed.search(/(?<!\S)\+?\d[\d\s().-]{5,}$/);
  if (from < 0) return { name: typed, number: null };
  return { name: typed.slice(0, from).trim(), number: readPhoneNumber(typed.slice(from)) };
}
