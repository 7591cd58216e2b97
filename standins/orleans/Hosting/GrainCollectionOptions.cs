namespace Orleans.Configuration;

/// <summary>When grains that nobody calls leave memory.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle grains are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a grain must be idle. Longer keeps more in memory, shorter loads more often.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);
}
