using System.Collections.Immutable;
using Engagement.Access;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Definitions.Reading;
using Engagement.Journeys;
using Engagement.Storage;

namespace Engagement.Definitions;

/// <summary>What is done with definitions besides publishing them: each act is kept with who did it and when.</summary>
sealed class DefinitionActs(
    IDefinitionStore store, CatalogueCache catalogues, DefinitionPublisher publisher, TimeProvider clock)
{
    /// <summary>Puts an earlier version in force again, if what it refers to is still there.</summary>
    /// <returns>Null when there is no such version.</returns>
    public async ValueTask<DefinitionReading?> PutInForce(Caller caller, string kind, string id, int version)
    {
        if (await store.Get(caller.Workspace, kind, id, version, CancellationToken.None) is not { } stored)
        {
            return null;
        }

        var reading = await publisher.Recheck(caller.Workspace, stored.Text, CancellationToken.None);
        if (reading.Problems.IsEmpty)
        {
            await Keep(caller, Standing.PutInForce(kind, id, version));
        }

        return reading;
    }

    /// <summary>Takes a definition out of force, unless another that is in force cannot do without it.</summary>
    /// <returns>What cannot; null when there is nothing to take.</returns>
    public async ValueTask<ImmutableArray<string>?> TakeOut(Caller caller, string kind, string id)
    {
        var catalogue = (await catalogues.For(caller.Workspace, CancellationToken.None)).Catalogue;
        if (catalogue.InForce(kind, id) is null)
        {
            return null;
        }

        ImmutableArray<string> users = [.. Users(catalogue, kind, id)];
        if (users.IsEmpty)
        {
            await Keep(caller, Standing.PutInForce(kind, id, null));
        }

        return users;
    }

    /// <returns>False when no such brand is in force.</returns>
    public async ValueTask<bool> ChooseDefaultBrand(Caller caller, string id)
    {
        var catalogue = (await catalogues.For(caller.Workspace, CancellationToken.None)).Catalogue;
        if (catalogue.InForce(Kinds.Brand, id) is null)
        {
            return false;
        }

        if (catalogue.Messages.DefaultBrand?.Id != id)
        {
            await Keep(caller, Standing.ChooseDefaultBrand(id));
        }

        return true;
    }

    async ValueTask Keep(Caller caller, (string Id, string Text) act)
    {
        var kept = new NewDefinition(
            caller.Workspace, Standing.Kind, act.Id, act.Text, caller.Name, clock.GetUtcNow());
        await store.Publish(kept, expectedVersion: null, CancellationToken.None);
        catalogues.Forget(caller.Workspace);
    }

    static IEnumerable<string> Users(Catalogue catalogue, string kind, string id) => kind switch
    {
        Kinds.Template =>
        [
            .. catalogue.Journeys.InForce
                .Where(journey => journey.Steps.Any(step => step is MessageStep message && message.Template == id))
                .Select(journey => $"the journey '{journey.Id}'"),
            .. catalogue.Messages.Templates.InForce
                .Where(template => template.Layout == id)
                .Select(template => $"the template '{template.Id}'"),
        ],
        Kinds.Brand =>
        [
            .. catalogue.Messages.DefaultBrand?.Id == id
                ? ["the workspace, whose default it is"]
                : Array.Empty<string>(),
            .. catalogue.Journeys.InForce.Where(journey => journey.Brand == id)
                .Select(one => $"the journey '{one.Id}'"),
            .. catalogue.Messages.Templates.InForce.Where(template => template.Brand == id)
                .Select(one => $"the template '{one.Id}'"),
        ],
        _ => [],
    };
}

/// <param name="Version">Which of the published versions.</param>
sealed record InForceRequest(int Version);

/// <param name="Brand">The id of a brand in force.</param>
sealed record DefaultBrandRequest(string Brand);
