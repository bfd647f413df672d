cat > block <<'END'
      affinity:
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 1
              preference:
                matchExpressions:
                  - { key: disk, operator: In, values: [ssd, nvme] }
END
sed -i '/^    spec:/r block' @app@.yaml
kubectl apply -f @app@.yaml
