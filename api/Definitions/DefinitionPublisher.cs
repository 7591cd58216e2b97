using Engagement.Access;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Definitions.Reading;
using Engagement.Storage;
using Engagement.Webhooks;

namespace Engagement.Definitions;

/// <summary>Checks documents against what is in force and makes them the next version.</summary>
sealed class DefinitionPublisher(
    IDefinitionStore store, CatalogueCache catalogues, WebhookEndpoints endpoints, TimeProvider clock)
{
    public ValueTask<DefinitionReading> Check(string workspace, string text, CancellationToken cancellation) =>
        Check(workspace, catalogue => DefinitionText.Check(text, catalogue), cancellation);

    /// <summary>The same of a version that was published before, when what it refers to was perhaps another.</summary>
    public ValueTask<DefinitionReading> Recheck(string workspace, string text, CancellationToken cancellation) =>
        Check(workspace, catalogue => DefinitionText.Recheck(text, catalogue), cancellation);

    async ValueTask<DefinitionReading> Check(
        string workspace, Func<Catalogue, DefinitionReading> read, CancellationToken cancellation)
    {
        var rules = await catalogues.For(workspace, cancellation);
        var reading = TemplateLanguage.Check(read(rules.Catalogue), rules.Catalogue);
        var names = (await endpoints.List(workspace, cancellation)).Select(endpoint => endpoint.Name).ToList();
        return EndpointReferences.Check(reading, names, nothingLeaves: rules.Workspace.Rehearsal);
    }

    /// <summary>The next version; or the newest one, when it has this very text and is in force.</summary>
    /// <returns>Null when <paramref name="expected"/> is no longer the last version.</returns>
    public async ValueTask<Publication?> Publish(Caller caller, string kind, string id, string text, int? expected)
    {
        var newest = await store.Get(caller.Workspace, kind, id, version: null, CancellationToken.None);
        var inForce = (await catalogues.For(caller.Workspace, CancellationToken.None)).Catalogue.InForce(kind, id);
        if (newest?.Text == text && (expected ?? newest.Version) == newest.Version && inForce == newest.Version)
        {
            return new(newest, IsNew: false);
        }

        var definition = new NewDefinition(caller.Workspace, kind, id, text, caller.Name, clock.GetUtcNow());
        var stored = await store.Publish(definition, expected, CancellationToken.None);
        catalogues.Forget(caller.Workspace);
        return stored is null ? null : new(stored, IsNew: true);
    }
}

/// <param name="IsNew">False when it was the newest version already.</param>
readonly record struct Publication(StoredDefinition Definition, bool IsNew);
