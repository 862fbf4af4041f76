/** Where to speak: one commune's places to be ticked. The whole commune contains the rest. */
import { audienceOf, type Commune, type Place, type Register } from '../where/places.ts';
import { numberWords } from '../words/spans.ts';
import type { Language, Say } from '../words/texts.ts';
import { element, on } from './element.ts';

export interface PlaceList {
  root: HTMLElement;
  readonly chosen: readonly Place[];
}

export function placeList(
  register: Register,
  communes: readonly Commune[],
  language: Language,
  say: Say,
  onChange: () => void,
): PlaceList {
  const list = element('div', { class: 'places' });
  let boxes: { place: Place; box: HTMLInputElement }[] = [];
  const chosenOf = () => boxes.filter(({ box }) => box.checked).map(({ place }) => place);

  function tick(place: Place, box: HTMLInputElement): void {
    const isWhole = place.kind === 'commune';
    if (box.checked)
      for (const other of boxes)
        if (other.box !== box && (isWhole || other.place.kind === 'commune')) other.box.checked = false;
    onChange();
  }

  function item(place: Place, isOnly: boolean): HTMLElement {
    const box = element('input', { type: 'checkbox', checked: isOnly });
    on(box, { onchange: () => tick(place, box) });
    boxes.push({ place, box });
    const { clusters, households } = audienceOf(register, [place]);
    const name = place.kind === 'commune' ? say('wholeCommune') : place.name;
    const size = say('size', {
      clusters: numberWords(clusters, language),
      households: numberWords(households, language),
    });
    return element('label', { class: 'place' }, box, element('span', {}, name, element('small', {}, size)));
  }

  function show(commune: Commune): void {
    boxes = [];
    const isOnly = commune.places.length === 1;
    const groups = commune.places.filter(({ kind }) => kind === 'group');
    const areas = commune.places.filter(({ kind }) => kind !== 'group');
    const rows = (places: Place[]) => element('div', { class: 'rows' }, ...places.map((place) => item(place, isOnly)));
    list.replaceChildren(rows(areas));
    if (groups.length > 0) list.append(element('h3', {}, say('groups')), rows(groups));
    onChange();
  }

  const root = element('section', {}, element('h2', { id: 'where' }, say('whereHeading')));
  list.setAttribute('role', 'group');
  list.setAttribute('aria-labelledby', 'where');
  const [first] = communes;
  if (first === undefined) root.append(element('p', {}, say('nowhere')));
  if (communes.length > 1) {
    const select = element(
      'select',
      { id: 'commune' },
      ...communes.map(({ id, name }) => element('option', { value: id }, name)),
    );
    on(select, { onchange: () => communes.filter(({ id }) => id === select.value).forEach(show) });
    root.append(element('label', { for: 'commune' }, say('commune')), select);
  }
  root.append(list);
  if (first !== undefined) queueMicrotask(() => show(first));
  return {
    root,
    get chosen() {
      return chosenOf();
    },
  };
}
