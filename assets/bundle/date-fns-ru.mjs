// The Russian locale of date-fns, where Dash's date pickers look for it.
import { ru } from "date-fns/locale/ru";

// The pickers print a wide month only as a heading of the calendar («Март 2026»), yet ask for the form that follows
// a day number («3 марта»); dates themselves are shown in digits.
const heading = (month) => {
  const name = ru.localize.month(month, { width: "wide", context: "standalone" });
  return name.charAt(0).toUpperCase() + name.slice(1);
};
const month = (value, options = {}) => (options.width === "wide" ? heading(value) : ru.localize.month(value, options));

const locale = { ...ru, localize: { ...ru.localize, month } };
window.dateFns = { ...window.dateFns, locale: { ...window.dateFns?.locale, ru: locale } };
