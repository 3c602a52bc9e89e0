import { Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';

const pictures = process.env['SCREENSHOT_DIR'];

// An admin answers from the panel while managers work in their group: both see what the other does.
inBrowser('requests in the panel, beside the managers’ group', () => {
  let playground: Playground;
  let panel: Panel;

  const column = (name: string) =>
    panel.page.locator('.board-column').filter({ has: panel.page.getByRole('heading', { name }) });
  const row = (name: string) => column(name).locator('.conversation-row');
  const callsAPerson = async (): Promise<void> => {
    await playground.writes(playground.phone, 'Позовите человека');
    await playground.card.getByRole('button', { name: 'Беру', exact: true }).waitFor(patience);
  };

  beforeAll(async () => {
    playground = await Playground.open();
    await playground.phone.getByRole('button', { name: 'Начать' }).click(patience);
    panel = await Panel.open(playground);
    await panel.begins();
    await panel.page.getByLabel('Компания').selectOption({ label: 'Кофейня «Полдень»' });
    await panel.opens('Запросы');
    await column('Ждут').getByText('Никто не ждёт').waitFor(patience);
  }, 120_000);

  afterAll(async () => {
    await playground?.close();
  }, 60_000);

  it('shows who waits without being asked again, with what they wrote and the picture they sent', async () => {
    await playground.attaches(playground.phone, 'Фото');
    await callsAPerson();
    await row('Ждут').first().click(patience);
    await panel.page.locator('.said-picture img').first().waitFor(patience);
    await panel.page.waitForFunction(
      "document.querySelector('.said-picture img').naturalWidth > 0",
      undefined,
      patience,
    );
    await panel.page
      .locator('.said-words')
      .filter({ hasText: 'Позовите человека' })
      .first()
      .waitFor(patience);
    await panel.picture(pictures, 'panel-handovers-waiting');
  }, 60_000);

  it('takes a note before anybody has it: colleagues read whose it is in the topic, the customer gets nothing', async () => {
    await panel.reads('Чтобы написать клиенту, возьмите запрос.');
    // Without a mouse.
    await panel.page.getByRole('radio', { name: 'Ответ' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.field('Заметка коллегам').fill('Постоянный клиент, со скидкой');
    await panel.picture(pictures, 'panel-handovers-note');
    await panel.field('Заметка коллегам').press('Control+Enter');
    await playground.reads(playground.group, /Заметка: Анна\s*Постоянный клиент, со скидкой/);
    await panel.page
      .locator('.said.of-note')
      .filter({ hasText: /Заметка · Анна[^]*Постоянный клиент, со скидкой/ })
      .waitFor(patience);
    expect(await panel.field('Заметка коллегам').inputValue()).toBe('');
    await panel.page.getByText('Ответ', { exact: true }).click(patience);
  }, 60_000);

  it('of the admin and a manager who both press [Беру], one has it and the other is told who', async () => {
    const inGroup = playground.card.getByRole('button', { name: 'Беру', exact: true });
    const isRefused = panel.page.getByText(/Вас опередили: отвечает/);
    const isOurs = panel.page.getByText('Отвечаете вы');
    // At the same moment, so that neither waits for the other's page.
    await Promise.all([inGroup.dispatchEvent('click'), panel.button('Беру').dispatchEvent('click')]);
    await isOurs.or(isRefused).first().waitFor(patience);
    if (await isRefused.isVisible()) {
      await panel.presses('Забрать себе');
      await isOurs.waitFor(patience);
    }
    // A manager who was later is told so in a box, or no longer finds the button: the card says who has it.
    await playground.page.keyboard.press('Escape');
    await playground.card.filter({ hasText: 'Отвечает Анна' }).waitFor(patience);
    await row('В работе').first().waitFor(patience);
  }, 60_000);

  it('is answered here: the customer reads it, and the topic says who wrote', async () => {
    await panel.field('Ответ клиенту').fill('Здравствуйте! Чем помочь?');
    await panel.presses('Отправить');
    await playground.reads(playground.phone, 'Здравствуйте! Чем помочь?');
    await playground.reads(playground.group, /Анна\s*Здравствуйте! Чем помочь\?/);
    expect(await panel.field('Ответ клиенту').inputValue()).toBe('');
    await panel.page
      .locator('.said.of-manager')
      .filter({ hasText: /Анна[^]*отправлено/ })
      .waitFor(patience);
    await panel.picture(pictures, 'panel-handovers-answered');
  }, 60_000);

  it('keeps what begins with // inside, and says so before it is sent', async () => {
    await panel.field('Ответ клиенту').fill('// он обещал доплатить');
    await panel.reads('Начинается с //, значит, это заметка: клиент её не получит.');
    await panel.picture(pictures, 'panel-handovers-marked');
    await panel.presses('Сохранить заметку');
    await playground.reads(playground.group, /Заметка: Анна\s*он обещал доплатить/);
    // What is written after it has reached the customer, and neither note has.
    await panel.field('Ответ клиенту').fill('Минуту, проверяю.');
    await panel.presses('Отправить');
    await playground.reads(playground.phone, 'Минуту, проверяю.');
    const phone = await playground.phone.innerText();
    expect(phone).not.toMatch(/доплатить|со скидкой/);
  }, 60_000);

  it('sends a picture with its caption: it is seen in the chat, in the topic and here', async () => {
    const buffer = await panel.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } });
    const chosen = { name: 'меню.png', mimeType: 'image/png', buffer };
    await panel.page.locator('.sending input[type=file]').setInputFiles(chosen);
    await panel.button('Убрать меню.png').waitFor(patience);
    await panel.field('Ответ клиенту').fill('Вот наше меню');
    await panel.picture(pictures, 'panel-handovers-attached');
    await panel.presses('Отправить');
    for (const side of [playground.phone, playground.group])
      await playground.saying(side, 'Вот наше меню').locator('img').waitFor(patience);
    await panel.page.locator('.said.of-manager .said-picture img[alt="Вот наше меню"]').waitFor(patience);
    await panel.page.waitForFunction(
      `document.querySelector('img[alt="Вот наше меню"]').naturalWidth === 320`,
      undefined,
      patience,
    );
    expect(await panel.page.locator('.attachments li').count()).toBe(0);
    await panel.picture(pictures, 'panel-handovers-sent-picture');
  }, 60_000);

  it('takes files that are pasted or dropped, says at once what is too large, and sends one after another', async () => {
    const gives = (how: string, name: string, size = 9) =>
      panel.page.evaluate(`(() => {
        const given = new DataTransfer();
        given.items.add(new File([new Uint8Array(${size})], '${name}', { type: 'application/pdf' }));
        const told = { bubbles: true, cancelable: true, clipboardData: given, dataTransfer: given };
        const [event, on] = '${how}' === 'paste'
          ? [new ClipboardEvent('paste', told), document.querySelector('.writing textarea')]
          : [new DragEvent('drop', told), document.querySelector('.writing')];
        on.dispatchEvent(event);
      })()`);
    await gives('paste', 'счёт.pdf');
    await gives('drop', 'прайс.pdf');
    await gives('drop', 'лишний.pdf');
    await gives('drop', 'огромный.pdf', 50_000_001);
    await panel.reads(/Этот канал такого не возьмёт: огромный.pdf. Любые файлы до 50 МБ/);
    await panel.presses('Убрать лишний.pdf');
    await panel.presses('Отправить');
    await playground.reads(playground.phone, 'счёт.pdf');
    await playground.reads(playground.phone, 'прайс.pdf');
    await playground.reads(playground.group, 'прайс.pdf');
    await panel.page
      .locator('.attachments li')
      .first()
      .waitFor({ state: 'detached', ...patience });
    expect(await playground.phone.innerText()).not.toMatch(/лишний|огромный/);
  }, 60_000);

  it('is ended here, and stands among those that ended today', async () => {
    await panel.presses('Решено');
    await playground.reads(playground.phone, 'Рады были помочь');
    await playground.card.filter({ hasText: 'Решено: Анна' }).waitFor(patience);
    await row('Завершены сегодня').first().waitFor(patience);
  }, 60_000);

  it('moves by itself when a manager takes the next one in the group', async () => {
    await callsAPerson();
    await panel.page.bringToFront();
    await row('Ждут').first().click(patience);
    await playground.card.getByRole('button', { name: 'Беру', exact: true }).click(patience);
    await row('В работе').first().waitFor(patience);
    await panel.reads(/Клиенту пишет .+ заберите запрос/);
    await panel.button('Забрать себе').waitFor(patience);
  }, 60_000);

  it('is reached from the chat in the playground, which leads to its transcript', async () => {
    const opening = playground.page.context().waitForEvent('page', patience);
    await playground.phone.locator('.chat-head summary').click(patience);
    await playground.page.getByRole('button', { name: 'Посмотреть в панели' }).click(patience);
    const transcript = await opening;
    await transcript
      .locator('.said-words')
      .filter({ hasText: 'Здравствуйте! Чем помочь?' })
      .waitFor(patience);
    expect(transcript.url()).toContain('/panel/');
    await transcript.close();
  }, 60_000);

  it('is read on a desktop and a phone, in the light and in the dark, without a fault', async () => {
    await panel.page.bringToFront();
    for (const [width, height, colorScheme] of [
      [1440, 900, 'light'],
      [1440, 900, 'dark'],
      [390, 844, 'light'],
    ] as const) {
      await panel.page.setViewportSize({ width, height });
      await panel.page.emulateMedia({ colorScheme });
      for (const mode of ['Ответ', 'Заметка']) {
        await panel.page.getByText(mode, { exact: true }).click(patience);
        const shown =
          mode === 'Ответ' ? panel.page.getByText(/Клиенту пишет/) : panel.field('Заметка коллегам');
        await shown.scrollIntoViewIfNeeded(patience);
        await panel.picture(pictures, `panel-handovers-${width}-${colorScheme}-${mode}`);
        expect(await panel.isTooWide()).toBe(false);
        if (width < 400) continue;
        // In the dark nothing but the colours differs.
        const faults = await panel.faults(colorScheme === 'dark' ? ['color-contrast'] : undefined);
        expect({ colorScheme, mode, faults }).toEqual({ colorScheme, mode, faults: [] });
      }
    }
    expect(panel.troubles).toEqual([]);
  }, 60_000);
});
