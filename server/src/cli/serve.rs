//! `rolecall serve`.

use super::sso::SsoArgs;
use super::{Failure, database, profiles, say};
use crate::billing::{Billing, Grant, Webhook};
use crate::clock::{Clock, ShiftedClock, SystemClock};
use crate::config::Config;
use crate::demo;
use crate::limits::Limits;
use crate::mail::{self, Delivery, Smtp};
use crate::password::{Cost, Passwords};
use crate::random::{Random, SystemRandom};
use crate::service::{deletion, import};
use crate::state::{App, Parts};
use crate::storage::sqlite::SqliteStore;
use crate::webhook;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

#[derive(Args)]
pub struct Serve {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, env = "ROLECALL_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The database's file [default: data/rolecall.db, with --demo data/demo.db]
    #[arg(long, env = "ROLECALL_DB")]
    db: Option<PathBuf>,
    /// Where people reach the server; links in mails begin with it, and requests must come from there
    #[arg(long, env = "ROLECALL_PUBLIC_URL")]
    public_url: Option<String>,
    /// Folder with further profile files
    #[arg(long, env = "ROLECALL_PROFILES")]
    profiles: Option<PathBuf>,
    /// SMTP server (smtp://user:password@host:587?tls=required); without it mail stays in the database
    #[arg(long, env = "ROLECALL_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// Sender of mails
    #[arg(long, env = "ROLECALL_MAIL_FROM", default_value = "Rolecall <rolecall@localhost>")]
    mail_from: String,
    /// Fills an empty database with one team per product, and shows mail at /dev/mail
    #[arg(long)]
    demo: bool,
    /// How many people the demo's largest team has
    #[arg(long, default_value_t = 200, requires = "demo")]
    demo_size: u32,
    /// How many contacts the demo's sales team has
    #[arg(long, default_value_t = demo::WORK, requires = "demo")]
    demo_work: u32,
    /// X-Forwarded-For is written by an own proxy: limits count by it
    #[arg(long)]
    trust_proxy: bool,
    /// Webhooks may call private addresses, and without TLS: only where whoever may set them up may reach your network
    #[arg(long)]
    allow_private_webhooks: bool,
    /// Billing system that seats are bought from: it gets a signed POST of {team, kind, n, once}, and 2xx grants them.
    /// Without it this server grants seats by itself
    #[arg(long, env = "ROLECALL_BILLING_URL", requires = "billing_secret_file")]
    billing_url: Option<String>,
    /// File with the secret that orders are signed with
    #[arg(long, env = "ROLECALL_BILLING_SECRET_FILE", requires = "billing_url")]
    billing_secret_file: Option<PathBuf>,
    /// A further origin of pages under development
    #[arg(long = "dev-origin", hide = true)]
    dev_origins: Vec<String>,
    /// POST /dev/clock moves the clock on: for tests in a browser
    #[arg(long, hide = true, requires = "demo")]
    test_clock: bool,
    #[command(flatten)]
    sso: SsoArgs,
}

/// How long requests under way may take once the server was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

pub async fn run(options: Serve) -> Result<(), Failure> {
    log();
    let policies = profiles::policies(options.profiles.as_deref())?;
    let sso = options.sso.provider()?;
    let delivery = match &options.smtp_url {
        Some(url) => Delivery::Smtp(Smtp::new(url, &options.mail_from)?),
        None => Delivery::Mailbox,
    };
    let db = options
        .db
        .clone()
        .unwrap_or_else(|| PathBuf::from(if options.demo { "data/demo.db" } else { "data/rolecall.db" }));
    database::make_folder(&db)?;
    let store = SqliteStore::open(&db).await?;
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}", options.listen))?;
    let address = listener.local_addr()?;
    let clock: Arc<dyn Clock> =
        if options.test_clock { Arc::new(ShiftedClock::default()) } else { Arc::new(SystemClock) };
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let config = config(&options, address);
    let app = App::new(Parts {
        store: Arc::new(store),
        limits: Limits::new(Arc::clone(&clock)),
        pictures: crate::picture::Pictures::default(),
        passwords: Passwords::new(Arc::clone(&random), Cost::SAFE)?,
        clock,
        random,
        policies: policies.into(),
        config,
        outbox: tokio::sync::Notify::new(),
        hooks: tokio::sync::Notify::new(),
        live: crate::live::Live::default(),
        billing: billing(&options)?,
        sso,
    });
    warm(&app);
    let seeded = options.demo && demo::seed(&app, options.demo_size, options.demo_work).await?;
    import::recover(&app).await?;
    let worker = tokio::spawn(mail::run(app.clone(), delivery));
    let hooks = tokio::spawn(webhook::run(app.clone()));
    let sweeper = tokio::spawn(deletion::run(app.clone()));
    #[cfg(unix)]
    let reload = tokio::spawn(super::reload::run(app.clone(), options.profiles.clone()));

    // Nobody has to read it: the server runs all the same.
    let _ = say(&format!("listening on http://{address}\n"));
    if options.demo {
        let _ = say(&format!("{}\n", demo::banner(&app.config().public_url, seeded)));
    }
    let service = crate::app(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (told, mut stopping) = tokio::sync::watch::channel(false);
    let listening = app.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop_signal().await;
        // Streams never end by themselves: the drain would wait for them in vain.
        listening.live().close();
        let _ = told.send(true);
    });
    tokio::select! {
        ended = server => ended?,
        () = async {
            let _ = stopping.wait_for(|stop| *stop).await;
            tokio::time::sleep(DRAIN).await;
        } => tracing::warn!("some requests were still under way"),
    }
    worker.abort();
    hooks.abort();
    sweeper.abort();
    #[cfg(unix)]
    reload.abort();
    app.store().close().await;
    Ok(())
}

fn billing(options: &Serve) -> Result<Arc<dyn Billing>, Failure> {
    let (Some(url), Some(file)) = (&options.billing_url, &options.billing_secret_file) else {
        return Ok(Arc::new(Grant));
    };
    let secret = std::fs::read_to_string(file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
    let secret = secret.trim();
    if secret.is_empty() {
        return Err(format!("{} holds no secret", file.display()).into());
    }
    let port = Webhook::new(url, secret).map_err(|e| format!("--billing-url {url}: {}", e.code()))?;
    Ok(Arc::new(port))
}

/// Whoever runs the server learns of a wrong issuer when it starts, and not when the first person cannot sign in. The
/// provider may also be down at the moment: it is asked again when it is needed.
fn warm(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Some(Err(e)) = async { Some(app.sso()?.warm().await) }.await {
            tracing::warn!(error = %e, "nobody can sign in through the identity provider yet");
        }
    });
}

fn config(options: &Serve, address: SocketAddr) -> Config {
    let given = options.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
    Config {
        public_url_given: given.is_some(),
        public_url: given.unwrap_or_else(|| format!("http://{address}")),
        dev_origins: options.dev_origins.clone(),
        demo: options.demo,
        test_clock: options.test_clock,
        trust_proxy: options.trust_proxy,
        private_webhooks: options.allow_private_webhooks,
        ..Config::default()
    }
}

fn log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,rolecall=info"));
    // The log goes to standard error: standard output holds the address for whoever started the server. A second
    // subscriber in one process is refused, which is fine.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
