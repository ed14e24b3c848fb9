// <team-settings> as a component of React, from 18 on. It draws the element and nothing else; who defines it, and when, is the
// host's: the element takes up what it finds. Nothing here touches the document while it is imported or drawn on a server.
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";

const EVENTS = {
  "ts-ready": "onReady",
  "ts-invited": "onInvited",
  "ts-role-changed": "onRoleChanged",
  "ts-deactivated": "onDeactivated",
  "ts-removed": "onRemoved",
  "ts-denied": "onDenied",
  "ts-error": "onError",
  "ts-navigate": "onNavigate",
};
const HANDLERS = new Set(Object.values(EVENTS));

// Before the browser paints, and before an event can come; servers know no layout and would warn.
const useEarly = typeof document === "undefined" ? useEffect : useLayoutEffect;

export const TeamSettings = forwardRef(function TeamSettings(props, outer) {
  const { apiBase, team, view, locale, theme, getToken, className, children: _none, ...rest } = props;
  const element = useRef(null);
  const handlers = useRef(props);
  useImperativeHandle(outer, () => element.current, []);

  // The newest handlers are called, without taking listeners off and on at each drawing.
  useEarly(() => {
    handlers.current = props;
  });
  useEarly(() => {
    const node = element.current;
    const hear = (event) => {
      // Events of a widget inside of this one's page are not this one's.
      if (event.target === node) handlers.current[EVENTS[event.type]]?.(event);
    };
    for (const name of Object.keys(EVENTS)) node.addEventListener(name, hear);
    return () => {
      for (const name of Object.keys(EVENTS)) node.removeEventListener(name, hear);
    };
  }, []);
  // After the listeners: the element begins when it gets this.
  useEarly(() => {
    element.current.getToken = getToken;
  }, [getToken]);

  const passed = Object.fromEntries(Object.entries(rest).filter(([name]) => !HANDLERS.has(name)));
  // `class`, because React before 19 writes any other name of it as it stands.
  return createElement("team-settings", { ...passed, ref: element, "api-base": apiBase, team, view, locale, theme, class: className });
});
