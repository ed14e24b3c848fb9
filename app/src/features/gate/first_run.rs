//! An empty server: makes the first team and its first member.

use super::Card;
use crate::api;
use crate::features::form::Form;
use crate::ui::choice::Card as Choice;
use crate::ui::{Button, PasswordField, RadioCards, TextField};
use crate::view::prelude::*;
use crate::words::{W, fill, say, t};
use shared::api::{NewTeam, ProfileChoice, SessionView};
use shared::validate::{check_address, check_name, check_password};
use wasm_bindgen_futures::spawn_local;

/// The longest minimum that a built-in profile asks for; the server judges by the chosen one.
const SHORTEST: u32 = 8;

#[component(part = gate)]
pub fn FirstRun(profiles: Vec<ProfileChoice>, on_done: Callback<SessionView>) -> AnyView {
    let form = Form::new();
    let profile = RwSignal::new(profiles.first().map(|p| p.id.clone()).unwrap_or_default());
    let [team, name, email, password] = [(); 4].map(|()| RwSignal::new(String::new()));
    let cards: Vec<Choice> = profiles
        .into_iter()
        .map(|p| Choice { value: p.id, label: p.name, about: say(&p.about), hold: None })
        .collect();
    let submit = move || {
        if !form.begin() {
            return;
        }
        let new = NewTeam {
            team_name: team.get_untracked().trim().to_owned(),
            profile: profile.get_untracked(),
            email: email.get_untracked().trim().to_owned(),
            name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        let checks = [
            ("team_name", check_name(&new.team_name)),
            ("name", check_name(&new.name)),
            ("email", check_address(&new.email)),
            ("password", check_password(&new.password, SHORTEST)),
        ];
        for (field, fault) in checks.into_iter().filter_map(|(f, c)| c.err().map(|e| (f, e))) {
            form.mark(field, fault, SHORTEST);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        spawn_local(async move {
            match api::setup(&new).await {
                Ok(s) => on_done.run(s),
                Err(f) => form.failed(None, &f, SHORTEST),
            }
        });
    };
    view! {
        <Card title=t(W::SetupTitle) lead=t(W::SetupLead) wide=true>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                {form.notice()}
                <RadioCards legend=t(W::SetupProduct) value=profile cards=Live::from(move || cards.clone())/>
                <TextField label=t(W::SetupTeam) value=team name="team" complete="organization" required=true error=form.error("team_name")/>
                <div class="two">
                    <TextField label=t(W::JoinYourName) value=name name="name" complete="name" required=true error=form.error("name")/>
                    <TextField label=t(W::Email) value=email name="email" kind="email" complete="username" required=true error=form.error("email")/>
                </div>
                <PasswordField label=t(W::Password) value=password name="password" complete="new-password" error=form.error("password")
                    hint=fill(W::PasswordHint, &[("n", &SHORTEST.to_string())])/>
                <Button kind="primary wide" label=t(W::SetupCreate).to_string() submit=true busy=form.busy/>
            </form>
        </Card>
    }
}
