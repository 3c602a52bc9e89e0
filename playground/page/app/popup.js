import { h } from './dom.js';

const gap = 6;

/**
 * A small window at a button: opened and closed by it, closed by Escape, a press elsewhere, or a choice made in it. The
 * arrow keys go from choice to choice.
 *
 * @param {HTMLButtonElement} opener stands in the page already when it is first pressed
 * @param {string} name a class
 * @param {() => HTMLElement[]} choices asked for whenever it opens
 */
export function popup(opener, name, choices) {
  opener.setAttribute('aria-haspopup', 'true');
  // Made when first wanted: a long chat has hundreds of these buttons.
  opener.addEventListener('click', prepare, { once: true });

  function prepare() {
    const element = h('div', { class: `popup ${name}`, popover: 'auto' });
    opener.after(element);
    opener.popoverTargetElement = element;
    element.addEventListener('beforetoggle', (event) => {
      element.classList.remove('placed');
      if (event.newState === 'open') element.replaceChildren(...choices());
    });
    element.addEventListener('toggle', (event) => {
      if (event.newState !== 'open') return;
      place(element, opener);
      element.querySelector('button')?.focus({ preventScroll: true });
    });
    element.addEventListener('click', () => element.hidePopover());
    element.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const all = [...element.querySelectorAll('button')];
      const at = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      all[(at + step + all.length) % all.length]?.focus();
    });
  }
}

/**
 * Above the button, or below it where there is no room above.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} opener
 */
function place(element, opener) {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const left = Math.max(gap, Math.min(at.left, innerWidth - width - gap));
  const above = at.top - height - gap;
  element.style.left = `${left}px`;
  element.style.top = `${above < gap ? at.bottom + gap : above}px`;
  element.classList.add('placed');
}
