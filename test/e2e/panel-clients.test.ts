import { Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';

const pictures = process.env['SCREENSHOT_DIR'];
const viewer = { email: 'vera@example.com', name: 'Вера', password: 'an owl of few words' };
/** What a button says that changes something. */
const changes =
  /сохранить|добавить|удалить|пригласить|отозвать|включить|отключить|изменить|создать|приостановить|взять|решено|стереть|убрать/i;

inBrowser('a new client in the panel', () => {
  let playground: Playground;
  let panel: Panel;
  let guest: Panel;

  beforeAll(async () => {
    playground = await Playground.open();
    panel = await Panel.open(playground);
    await panel.begins();
  }, 120_000);

  afterAll(async () => {
    await playground?.close();
  }, 60_000);

  it('is made with what is wrong told beside its field, and begins with its list of first steps', async () => {
    await panel.opens('Компании');
    await panel.presses('Новая компания');
    await panel.field('Название').fill('Пекарня');
    await panel.field('Адрес').fill('Пекарня');
    await panel.presses('Создать компанию');
    await panel.reads('Нужны строчные латинские буквы');
    expect(await panel.field('Название').inputValue()).toBe('Пекарня');
    await panel.field('Адрес').fill('demo-kk');
    await panel.presses('Создать компанию');
    await panel.reads('Уже занято');
    await panel.field('Адрес').fill('bakery');
    await panel.presses('Создать компанию');
    await panel.heading('Первые шаги').waitFor(patience);
    await panel.reads('Сделано 0 из 5');
    await panel.picture(pictures, 'panel-first-steps');
  }, 60_000);

  it('shows a step as done once it is, without the page being loaded anew', async () => {
    await panel.page.getByRole('link', { name: 'Открыть: Менеджеры' }).waitFor(patience);
    const made = await panel.page.evaluate(addsManager);
    expect(made).toBe(201);
    await panel.reads('Менеджеры известны.');
  }, 60_000);

  it('lets its owner invite a viewer, by a link that is shown once', async () => {
    await panel.opens('Доступ к панели');
    await panel.field('Электронная почта').fill(viewer.email);
    await panel.presses('Пригласить');
    const link = await panel.field('Ссылка').inputValue(patience);
    guest = await panel.guest();
    await guest.page.goto(link);
    await guest.field('Ваше имя').fill(viewer.name);
    await guest.field('Новый пароль').fill(viewer.password);
    await guest.presses('Принять и войти');
    await guest.heading('Первые шаги').waitFor(patience);
  }, 60_000);

  it('shows a viewer every page they may see, and on none a button that changes anything', async () => {
    const names = await guest.page.locator('.side nav a').allInnerTexts();
    expect(names).toContain('Промпты');
    expect(names).not.toContain('Журнал изменений');
    expect(names).not.toContain('Компании');
    for (const name of names) {
      await guest.opens(name.trim());
      await guest.isThere();
      const words = await guest.page.locator('main').getByRole('button').allInnerTexts();
      expect({ name, buttons: words.filter((said) => changes.test(said)) }).toEqual({ name, buttons: [] });
    }
    await guest.page.goto(new URL('/panel/bakery/audit', panel.link).href);
    await guest.heading('Такой страницы нет').waitFor(patience);
  }, 60_000);

  it('tells in the audit who did what, and finds it by a part of it', async () => {
    await panel.opens('Журнал изменений');
    const entries = panel.page.locator('.audit-entry');
    await entries
      .filter({ hasText: `Принял(а) приглашение администратора ${viewer.email}` })
      .waitFor(patience);
    await panel.field('Что').fill('client');
    await entries
      .filter({ hasText: viewer.email })
      .first()
      .waitFor({ state: 'detached', ...patience });
    await entries.filter({ hasText: 'Создал(а) компанию' }).locator('summary').click(patience);
    await entries.locator('ins').filter({ hasText: 'bakery' }).waitFor(patience);
    await panel.picture(pictures, 'panel-audit');
  }, 60_000);

  it('is suspended with a question first, and its state stands in the list', async () => {
    await panel.opens('Компании');
    await panel.presses('Приостановить Пекарня');
    const question = panel.page.getByRole('dialog');
    await question.getByRole('button', { name: 'Приостановить' }).click(patience);
    await panel.page.getByText('Приостановлена', { exact: true }).waitFor(patience);
    await panel.button('Возобновить Пекарня').waitFor(patience);
  }, 60_000);

  it('never loses its last owner, and says why', async () => {
    await panel.page.goto(new URL('/panel/bakery/members', panel.link).href);
    const changed = panel.page.waitForResponse((response) => response.request().method() === 'PUT');
    await panel.field(`Роль: ${viewer.name}`).selectOption({ label: 'Владелец' });
    await changed;
    await panel.presses(`Удалить ${viewer.name}`);
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click(patience);
    await panel.reads('Это последний владелец компании');
  }, 60_000);

  it('does without anything a strict content security policy forbids', () => {
    expect([...panel.troubles, ...guest.troubles]).toEqual([]);
  });
});

/** In the page: makes a manager known, as another admin would at the same time. */
const addsManager = `(async () => {
  const me = await (await fetch('/api/me')).json();
  const { items } = await (await fetch('/api/clients')).json();
  const { id } = items.find(({ slug }) => slug === 'bakery');
  const headers = { 'content-type': 'application/json', 'x-csrf-token': me.csrf_token };
  const body = JSON.stringify({ telegram_user_id: '777', name: 'Мария' });
  return (await fetch('/api/clients/' + id + '/managers', { method: 'POST', headers, body })).status;
})()`;
