namespace Engagement.Storage;

/// <summary>The grain storage all grains of the product use.</summary>
public static class GrainStores
{
    public const string Name = "engagement";
}
