import type { proto } from '@whiskeysockets/baileys';

type Content = proto.IMessage;

/** Kinds that other messengers don't have, told as text, in words that need no language. */
export function inWords(content: Content): string | null {
  return (
    pollInWords(content) ??
    choiceInWords(content) ??
    offeredInWords(content) ??
    inviteInWords(content) ??
    goodsInWords(content)
  );
}

function pollInWords(content: Content): string | null {
  const poll =
    content.pollCreationMessage ??
    content.pollCreationMessageV2 ??
    content.pollCreationMessageV3 ??
    content.pollCreationMessageV5;
  if (!poll) return null;
  const options = (poll.options ?? []).map(({ optionName }) => `• ${optionName ?? ''}`);
  return lines(`📊 ${poll.name ?? ''}`, ...options);
}

/** What was chosen of something offered: it says what stood on it. */
function choiceInWords(content: Content): string | null {
  const { listResponseMessage: list, buttonsResponseMessage: button } = content;
  const { templateButtonReplyMessage: template, interactiveResponseMessage: flow } = content;
  if (list) return lines(list.title, list.description);
  if (button) return button.selectedDisplayText ?? button.selectedButtonId ?? '';
  if (template) return template.selectedDisplayText ?? template.selectedId ?? '';
  return flow ? (flow.body?.text ?? '') : null;
}

/** Something to choose from, which another business has sent and somebody passes on. */
function offeredInWords(content: Content): string | null {
  const { listMessage: list, buttonsMessage: buttons, interactiveMessage: flow } = content;
  if (list) {
    const rows = (list.sections ?? [])
      .flatMap(({ rows: of }) => of ?? [])
      .map((row) => `• ${row.title ?? ''}`);
    return lines(list.title, list.description, ...rows, list.footerText);
  }
  if (buttons) {
    const labels = (buttons.buttons ?? []).map(({ buttonText }) => `• ${buttonText?.displayText ?? ''}`);
    return lines(buttons.text, buttons.contentText, ...labels, buttons.footerText);
  }
  const template = content.templateMessage;
  const filled = template?.hydratedTemplate ?? template?.hydratedFourRowTemplate;
  if (filled) return lines(filled.hydratedTitleText, filled.hydratedContentText, filled.hydratedFooterText);
  return flow ? lines(flow.header?.title, flow.body?.text, flow.footer?.text) : null;
}

function inviteInWords({ groupInviteMessage: invite, eventMessage: event }: Content): string | null {
  if (invite) return lines(`👥 ${invite.groupName ?? ''}`, invite.caption);
  if (!event) return null;
  return lines(`📅 ${event.name ?? ''}`, event.description, momentInWords(event.startTime), event.joinLink);
}

/** @param seconds whatever its writer put there: perhaps no moment at all */
function momentInWords(seconds: unknown): string {
  const moment = new Date(Number(seconds) * 1000);
  if (!seconds || Number.isNaN(moment.getTime())) return '';
  return moment.toISOString().slice(0, 16).replace('T', ' ');
}

function goodsInWords({ productMessage: goods, orderMessage: order }: Content): string | null {
  if (goods) {
    const { product } = goods;
    const price = inMoney(product?.priceAmount1000, product?.currencyCode);
    return lines(`🛍 ${product?.title ?? ''}`, product?.description, price, product?.url, goods.body);
  }
  if (!order) return null;
  const sum = inMoney(order.totalAmount1000, order.totalCurrencyCode);
  return lines(`🛒 ${order.orderTitle ?? ''} × ${order.itemCount ?? 1}`, sum, order.message);
}

/** WhatsApp writes sums in thousandths. */
function inMoney(thousandths: unknown, currency: string | null | undefined): string {
  return thousandths ? `${Number(thousandths) / 1000} ${currency ?? ''}`.trim() : '';
}

function lines(...parts: (string | null | undefined)[]): string {
  return parts.filter((part) => part && part.trim() !== '').join('\n');
}
