using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Profile;

/// <summary>What there is of the person, for the table of slices.</summary>
static class ProfileSlice
{
    public static Slice Slice { get; } = new(ProfileJson.Default)
    {
        Facts =
        [
            new(typeof(ProfileFact.ProfileChanged), "profile-changed"),
            new(typeof(ProfileFact.ProfileConfirmed), "profile-confirmed"),
            new(typeof(ProfileFact.ConsentChanged), "consent-changed"),
        ],
        Fields = ProfileFields.All,
    };
}

[JsonSerializable(typeof(ProfileFact.ProfileChanged))]
[JsonSerializable(typeof(ProfileFact.ProfileConfirmed))]
[JsonSerializable(typeof(ProfileFact.ConsentChanged))]
[JsonSerializable(typeof(CustomerProfile))]
sealed partial class ProfileJson : JsonSerializerContext;
