// Harbour CRM in React.
import { useState } from "react";
import { TeamSettings } from "@rolecall/widget/react";

// @snippet react
async function getToken() {
  const answer = await fetch("/api/rolecall-token", { method: "POST" });
  if (!answer.ok) throw new Error(`our back end said ${answer.status}`);
  return answer.json();
}

function TeamPage({ view, locale, theme, tell }) {
  return (
    <TeamSettings apiBase="https://rolecall.example" team="YOUR-TEAM" view={view} locale={locale} theme={theme} getToken={getToken}
      onReady={tell} onInvited={tell} onRoleChanged={tell} onDeactivated={tell} onRemoved={tell} onDenied={tell} onError={tell} onNavigate={tell} />
  );
}
// @end

const CHOICES = { view: ["members", "invitations", "roles", "work", "settings"], locale: ["", "en", "tr"], theme: ["", "light", "dark", "auto"] };
const LABELS = { view: "Page", locale: "Language", theme: "Theme" };

export function Crm() {
  const [chosen, setChosen] = useState({ view: "members", locale: "", theme: "" });
  const [shown, setShown] = useState(true);
  const [news, setNews] = useState([]);
  const given = Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, value || undefined]));
  return (
    <>
      <header className="top">
        <b>Harbour CRM</b>
        <form className="choices">
          {Object.entries(CHOICES).map(([name, all]) => (
            <label key={name}>
              {LABELS[name]}{" "}
              <select name={name} value={chosen[name]} onChange={(event) => setChosen({ ...chosen, [name]: event.target.value })}>
                {all.map((value) => <option key={value} value={value}>{value || "as the page"}</option>)}
              </select>
            </label>
          ))}
          <label><input type="checkbox" name="shown" checked={shown} onChange={(event) => setShown(event.target.checked)} /> Team page</label>
        </form>
      </header>
      <main>{shown && <TeamPage {...given} tell={(event) => setNews((all) => [...all, [event.type, event.detail]])} />}</main>
      <footer>
        <h2>What the team page has told us</h2>
        <ol id="news">{news.map(([name, detail], at) => <li key={at} data-event={name}>{JSON.stringify(detail)}</li>)}</ol>
      </footer>
    </>
  );
}
