//! Teams and people that the demo doesn't have.

use crate::{Failure, START, TestApp};
use rolecall::fold::fold;
use rolecall::storage::{Account, MemberRow, Team};
use shared::policy::{Status, found_team};
use shared::validate::address_key;
use std::collections::BTreeMap;

/// An active member, as a row that a test may still change.
pub fn new_member(team: &str, email: &str, name: &str, role: &str) -> MemberRow {
    MemberRow {
        id: format!("{team}-{}", email.replace(['@', '.'], "-")),
        team: team.to_owned(),
        account: Some(format!("account-{email}")),
        email: email.to_owned(),
        email_key: address_key(email),
        name: name.to_owned(),
        name_key: fold(name),
        fields: BTreeMap::from([("name".to_owned(), name.to_owned())]),
        role: role.to_owned(),
        additions: Vec::new(),
        grants: Vec::new(),
        standing: Vec::new(),
        access: Vec::new(),
        unit: None,
        manages: Vec::new(),
        status: Status::Active,
        expires_at: None,
        sent: 0,
        invited_at: START,
        joined_at: Some(START),
        deactivated_at: None,
        last_active_at: None,
        version: 1,
        shared_account: false,
        avatar: None,
    }
}

/// A further team with these people; whoever has no account yet gets one with the demo's password.
pub async fn another_team(
    app: &TestApp,
    id: &str,
    profile: &str,
    enterprise: bool,
    people: &[MemberRow],
) -> Result<(), Failure> {
    let permit = found_team(0).map_err(|d| format!("{d:?}"))?;
    let hash = app.app.passwords().hash(crate::PASSWORD).await?;
    let mut tx = app.app.write().await?;
    let team = Team {
        id: id.to_owned(),
        name: format!("Team {id}"),
        profile: profile.to_owned(),
        enterprise,
        seats: BTreeMap::new(),
        settings: Vec::new(),
        fields: BTreeMap::new(),
        deletes_at: None,
        revision: 1,
        created_at: START,
    };
    tx.insert_team(&permit, &team).await?;
    for person in people {
        let mut row = person.clone();
        if row.account.is_some() {
            let known = tx.account_by_email(&row.email_key).await?;
            row.account = Some(match known {
                Some(account) => account.id,
                None => {
                    let account = Account {
                        id: format!("account-{}", row.email),
                        email: row.email.clone(),
                        email_key: row.email_key.clone(),
                        name: row.name.clone(),
                        password_hash: Some(hash.clone()),
                        borrowed: false,
                        language: None,
                        created_at: START,
                    };
                    tx.insert_account(&account).await?;
                    account.id
                }
            });
        }
        tx.insert_member(&permit, &row).await?;
    }
    Ok(tx.commit().await?)
}
