//! The whole life of a membership in each product, through the real router and a real database.

use rolecall::harness::{Failure, TestApp};
use serde_json::{Value, json};

type Done = Result<(), Failure>;

struct Product {
    team: &'static str,
    manager: &'static str,
    fields: Value,
    roles: Option<(&'static str, &'static str)>,
    deactivates: bool,
    successor: bool,
}

fn products() -> Vec<Product> {
    let names = json!({"first-name": "Nia", "last-name": "Adeyemi"});
    vec![
        Product {
            team: "jtek",
            manager: "rachel@juniper.example",
            fields: names.clone(),
            roles: Some(("user", "admin")),
            deactivates: true,
            successor: false,
        },
        Product {
            team: "jetlink",
            manager: "admin@jetlink.example",
            fields: names.clone(),
            roles: Some(("agent", "reporter")),
            deactivates: true,
            successor: false,
        },
        Product {
            team: "salestrekker",
            manager: "owner@salestrekker.example",
            fields: names,
            roles: None,
            deactivates: true,
            successor: true,
        },
        Product {
            team: "voice-agents",
            manager: "admin@voice.example",
            fields: json!({"name": "Nia Adeyemi"}),
            roles: None,
            deactivates: false,
            successor: false,
        },
        Product {
            team: "jelly",
            manager: "owner@jelly.example",
            fields: json!({}),
            roles: Some(("member", "admin")),
            deactivates: true,
            successor: false,
        },
    ]
}

#[tokio::test]
async fn invite_join_change_deactivate_restore_delete_in_every_product() -> Done {
    let app = TestApp::with_demo().await?;
    for p in products() {
        let manager = app.signed_in(p.manager).await?;
        let base = format!("/api/v1/teams/{}", p.team);
        let email = format!("Nia+{}@new.example", p.team);

        let mut invite = json!({"people": [{"email": email, "fields": p.fields}]});
        if let Some((role, _)) = p.roles {
            invite["role"] = json!(role);
        }
        let made = manager.post(&format!("{base}/invitations"), &invite).await?;
        assert_eq!(made.status, 201, "{}: {:?}", p.team, made.json());
        let id = made.json()["members"][0]["id"].as_str().unwrap_or_default().to_owned();
        let again = manager.post(&format!("{base}/invitations"), &invite).await?;
        assert_eq!(again.outcome(), (409, "already-member".into()), "I5 {}", p.team);

        let guest = app.client();
        let token = app.token_for(&email).await?;
        let seen = guest.post("/api/v1/invitations/lookup", &json!({"token": token})).await?;
        assert_eq!(seen.json()["asks_password"], true, "{:?}", seen.json());
        let mut accept = json!({"token": token, "password": "long enough"});
        if seen.json()["asks_name"] == true {
            accept["name"] = json!("Nia Adeyemi");
        }
        let other = manager.post("/api/v1/invitations/accept", &accept).await?;
        assert_eq!(other.outcome(), (409, "signed-in-as-another".into()), "I4 {}", p.team);
        let joined = guest.post("/api/v1/invitations/accept", &accept).await?;
        assert_eq!(joined.status, 200, "{}: {:?}", p.team, joined.json());
        let twice = app.client().post("/api/v1/invitations/accept", &accept).await?;
        assert_eq!(twice.outcome(), (404, "not-found".into()));
        let row = manager.get(&format!("{base}/members/{id}")).await?.json();
        assert_eq!((&row["status"], &row["name"]), (&json!("active"), &json!("Nia Adeyemi")), "{row}");

        if let Some((_, to)) = p.roles {
            let changed = manager.put(&format!("{base}/members/{id}/role"), &json!({"role": to})).await?;
            assert_eq!(changed.json()["members"][0]["role"], to, "{:?}", changed.json());
        }
        assert_eq!(guest.get("/api/v1/session").await?.status, 200);
        if p.deactivates {
            let off = manager.post(&format!("{base}/members/{id}/deactivate"), &json!({})).await?;
            assert_eq!(off.status, 200, "{:?}", off.json());
            assert_eq!(guest.get(&base).await?.status, 401, "thrown out at the next request");
            let back =
                guest.post("/api/v1/session", &json!({"email": email, "password": "long enough"})).await?;
            assert_eq!(back.outcome(), (403, "no-access".into()));
            let on = manager.post(&format!("{base}/members/{id}/restore"), &json!({})).await?;
            assert_eq!(on.status, 200, "{:?}", on.json());
            let back = guest
                .post("/api/v1/session", &json!({"email": email.to_uppercase(), "password": "long enough"}))
                .await?;
            assert_eq!(back.status, 200, "I6 {:?}", back.json());
        }
        delete(&manager, &base, &id, p.successor).await?;
        assert_eq!(guest.get(&base).await?.status, if p.team == "jelly" { 200 } else { 401 });
    }
    Ok(())
}

async fn delete(manager: &rolecall::harness::Client, base: &str, id: &str, successor: bool) -> Done {
    let path = format!("{base}/members/{id}");
    let gone = manager.delete(&path, &json!({})).await?;
    if base.ends_with("jelly") {
        assert_eq!(gone.outcome(), (403, "not-permitted".into()), "the product has no deleting");
        return Ok(());
    }
    if successor {
        assert_eq!(gone.outcome(), (409, "successor-required".into()));
        let me = manager.get(base).await?.json()["me"]["id"].clone();
        let gone = manager.delete(&path, &json!({"successor": me})).await?;
        assert_eq!(gone.json()["removed"][0], id, "{:?}", gone.json());
    } else {
        assert_eq!(gone.json()["removed"][0], id, "{:?}", gone.json());
    }
    assert_eq!(manager.get(&path).await?.outcome(), (404, "not-found".into()));
    Ok(())
}
